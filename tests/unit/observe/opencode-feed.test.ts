import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LogEntry } from '../../../src/model/log-entry.ts'
import { OpencodeFeed } from '../../../src/observe/opencode-feed.ts'
import { OpencodeFixture, SESSION } from '../../support/opencode-database.ts'

const OLDER = new URL('../../fixtures/transcripts/opencode/files/storage', import.meta.url).pathname

let fixture: OpencodeFixture
beforeEach(() => {
  fixture = new OpencodeFixture({ rows: true })
})
afterEach(() => fixture.remove())

const COMMAND = [
  'user text please use-bash now',
  'agent text I will call bash.',
  'agent call bash echo hello; exit 3 description="Say hello"',
  'tool result bash hello\n',
  'agent usage m1 2060',
  'agent text Done with the tool.',
  'agent usage m1 2530',
]

test('a session reads as it went: who said what, which tool ran, what it used', () => {
  const feed = new OpencodeFeed(fixture.source('ses_e03739a77ffe7DNQ0PnXy8h6qb'))
  expect(told(feed)).toEqual(COMMAND)
  expect(feed.next()).toBeNull()
})

test('the files of OpenCode before 1.2 read the same', () => {
  const source = { kind: 'opencode-files', path: OLDER, session: 'ses_e03739a77ffe7DNQ0PnXy8h6qb' } as const
  const feed = new OpencodeFeed(source)
  expect([told(feed), feed.next()]).toEqual([COMMAND, null])
})

test('a tool that failed, and what an answer broken off had to say', () => {
  expect(told(new OpencodeFeed(fixture.source('ses_e03738f19ffeaYdkFbsgkOEiay')))).toContain(
    'tool error read File not found: /no/such/file',
  )
  expect(told(new OpencodeFeed(fixture.source('ses_e036fdc4cffeOmXVBYlb0Cvsch')))).toEqual([
    'user text use-slow please',
    'agent thinking hmm let me think',
  ])
})

test('the past that a fork copied is told without what it used, which is told where it was answered', () => {
  const usages = told(new OpencodeFeed(fixture.source('ses_e036ff297ffeX3ij6qBVJPAoTw'))).filter((line) =>
    line.includes('usage'),
  )
  expect(usages).toEqual(['agent usage m1 1100'])
})

test('each piece is told once, as soon as it is whole', () => {
  const feed = new OpencodeFeed(fixture.source())
  fixture.say({ id: 'm1', role: 'user', created: 1 })
  expect(told(feed)).toEqual([])
  part('p1', 'm1', { type: 'text', text: 'Hello' })
  expect(told(feed)).toEqual(['user text Hello'])
  fixture.say({ id: 'm2', tokens: { input: 0 }, created: 2 })
  part('p2', 'm2', { type: 'text', text: 'I', time: { start: 3 } })
  expect(told(feed)).toEqual([])
  part('p2', 'm2', { type: 'text', text: 'I look.', time: { start: 3, end: 4 } })
  const tool = { type: 'tool', tool: 'bash' }
  part('p3', 'm2', { ...tool, state: { status: 'running', input: { command: 'ls' }, time: { start: 5 } } })
  expect(told(feed)).toEqual(['agent text I look.', 'agent call bash ls'])
  part('p3', 'm2', { ...tool, state: { status: 'completed', output: 'a b', time: { start: 5, end: 6 } } })
  fixture.say({ id: 'm2', tokens: { input: 9 }, created: 2, completed: 7 })
  expect(told(feed)).toEqual(['tool result bash a b', 'agent usage m1 9'])
  expect(told(feed)).toEqual([])
})

test('what a killed answer left is told when the next one begins', () => {
  const feed = new OpencodeFeed(fixture.source())
  fixture.say({ id: 'm1', created: 1 })
  part('p1', 'm1', { type: 'text', text: 'Half a', time: { start: 1 } })
  expect(told(feed)).toEqual([])
  fixture.say({ id: 'm2', created: 2, completed: 3 })
  expect(told(feed)).toEqual(['agent text Half a'])
})

test('a long session comes in pieces, in its order', () => {
  for (let at = 1; at <= 120; at += 1) {
    fixture.say({ id: `m${at}`, role: 'user', created: at })
    part(`p${at}`, `m${at}`, { type: 'text', text: String(at) })
  }
  const feed = new OpencodeFeed(fixture.source())
  const counts = [feed.next(), feed.next(), feed.next(), feed.next()].map((entries) => entries?.length)
  expect(counts).toEqual([50, 50, 20, undefined])
})

test('OpenCode 2 says it in the message itself', () => {
  const state = { status: 'completed', input: { command: 'ls' }, content: [{ type: 'text', text: 'a b' }] }
  const content = [
    { type: 'reasoning', text: 'Hm' },
    { type: 'tool', id: 'call_1', name: 'bash', state, time: { created: 3, completed: 4 } },
    { type: 'text', text: 'Done' },
  ]
  fixture.sayAnew({ id: 'm1', type: 'user', created: 1, data: { text: 'Look' } })
  fixture.sayAnew({ id: 'm2', created: 2, completed: 5, tokens: { input: 7 }, data: { content } })
  fixture.sayAnew({ id: 'm3', type: 'shell', created: 6, data: { command: 'false', exit: 1, output: 'no' } })
  fixture.sayAnew({ id: 'm4', type: 'compaction', created: 7, data: { status: 'completed', summary: 'All' } })
  expect(told(new OpencodeFeed(fixture.source()))).toEqual([
    ...['user text Look', 'agent thinking Hm', 'agent call bash ls', 'tool result bash a b'],
    ...['agent text Done', 'agent usage m2 7', 'user call shell false', 'tool error shell no'],
    'event note compaction All',
  ])
})

test('an answer that the provider refused says why', () => {
  const error = { name: 'APIError', data: { message: 'Too many requests' } }
  fixture.row('m1', JSON.stringify({ role: 'assistant', error, time: { created: 1, completed: 2 } }))
  expect(told(new OpencodeFeed(fixture.source()))).toEqual(['agent error APIError Too many requests'])
})

test('parts of any shape do no harm', () => {
  fixture.say({ id: 'm1', created: 1, completed: 2 })
  const odd = [
    {},
    { type: 7 },
    { type: 'tool', state: 'x' },
    { type: 'text', text: {} },
    { type: 'retry', error: 1 },
  ]
  for (const [at, data] of odd.entries()) part(`p${at}`, 'm1', data)
  fixture.database.exec("UPDATE part SET data = '{' WHERE id = 'p0'")
  expect(() => told(new OpencodeFeed(fixture.source()))).not.toThrow()
})

test('a database that cannot be read says why', () => {
  fixture.remove()
  const feed = new OpencodeFeed(fixture.source())
  expect([feed.next(), feed.trouble?.fault]).toEqual([null, 'missing'])
})

function part(id: string, message: string, data: object): void {
  const sql = `INSERT INTO part (id, message_id, session_id, time_created, time_updated, data) VALUES (?, ?, ?, 1, 1, ?)
    ON CONFLICT (id) DO UPDATE SET data = excluded.data`
  fixture.database.prepare(sql).run(id, message, SESSION, JSON.stringify(data))
}

function told(feed: OpencodeFeed): string[] {
  return (feed.next() ?? []).map((entry) => shown(entry))
}

function shown({ role, kind, name, text, model, tokens }: LogEntry): string {
  const used = tokens ? String(Object.values(tokens).reduce((sum, count) => sum + count, 0)) : ''
  return [role, kind, name, text, model, used].filter(Boolean).join(' ')
}
