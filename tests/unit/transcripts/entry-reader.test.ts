import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EntryReader } from '../../../src/transcripts/entry-reader.ts'
import { told, transcriptFixture } from '../../support/log-of.ts'

const user = { type: 'user', id: 's-0', sessionId: 's', at: '2026-01-31T03:12:00.000Z', text: 'hello' }
const line = (record: object) => `${JSON.stringify(record)}\n`

test.each([
  [
    'claude/2.1-sub-agent.jsonl',
    "agent text I'll read the plan first, then look at how the queue calls the client.",
  ],
  ['codex/0.169.0-tool-call-and-resume.jsonl', 'agent call exec_command: echo hello'],
  ['codex/0.80.0-tool-call.jsonl', 'tool result shell: hello'],
  ['gemini/0.61.0-tool-call-and-resume.jsonl', 'agent call list_directory: dir_path=.'],
  ['pi/0.73.1-fork.jsonl', 'agent call bash: git commit --allow-empty -m hi'],
  ['qwen/0.15.10-tool-call-and-resume.jsonl', 'agent text It is done.'],
])('the format of %s is known by its records', (name, entry) => {
  const lines = readFileSync(transcriptFixture(name), 'utf8').trimEnd().split('\n')
  expect(told(lines.map((text) => JSON.parse(text)))).toContain(entry)
})

test('a torn record and the next one glued to it: the whole one is read, and the line counted', () => {
  const reader = new EntryReader()
  const entries = reader.take(
    Buffer.from(`${line(user)}{"type":"user","te${line({ ...user, text: 'again' })}`),
  )
  expect(entries.map(({ text }) => text)).toEqual(['hello', 'again'])
  expect(reader.bad).toBe(1)
})

test('records before the one that tells the format are not lost', () => {
  const reader = new EntryReader()
  const early = reader.take(Buffer.from(line({ type: 'user', text: 'first' })))
  expect([early, reader.isForeign]).toEqual([[], true])
  const entries = reader.take(Buffer.from(line(user)))
  expect(entries.map(({ text }) => text)).toEqual(['first', 'hello'])
  expect(reader.isForeign).toBe(false)
})

test('fifty lines of something else are enough to give up', () => {
  const reader = new EntryReader()
  reader.take(Buffer.from(line({ some: 'other' }).repeat(49)))
  expect(reader.hasGivenUp).toBe(false)
  reader.take(Buffer.from('and no JSON\n'))
  expect(reader.hasGivenUp).toBe(true)
})

test('in pieces of whole lines it is the same as in one go', () => {
  const bytes = readFileSync(transcriptFixture('claude/2.1-sub-agent.jsonl'))
  const [whole, pieces] = [new EntryReader(), new EntryReader()]
  const inOne = [...whole.take(bytes), ...whole.rest()]
  const inMany = bytes
    .toString()
    .split(/(?<=\n)/)
    .flatMap((text) => pieces.take(Buffer.from(text)))
  expect([...inMany, ...pieces.rest()]).toEqual(inOne)
})
