import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { shortHash } from '../../../src/system/ids.ts'
import { HOUR_MS, NOON_MS } from '../../support/situation.ts'
import { aRun, FIRST, iso, SourceFixture } from '../../support/source-fixture.ts'

let at: SourceFixture
beforeEach(() => {
  at = new SourceFixture()
})
afterEach(() => at.remove())

const rollout = (day: string, id: string) => `.codex/sessions/${day}/rollout-${id}.jsonl`

describe('Gemini CLI', () => {
  const chat = (name: string) => `.gemini/tmp/some-slug/chats/${name}`
  const head = (id: string, cwd: string, atMs = NOON_MS) => ({
    ...{ sessionId: id, projectHash: `${shortHash(cwd)}0123`, startTime: iso(atMs), kind: 'main' },
  })

  test('a session is found by its whole id, with its sub-agents', async () => {
    const builder = at.agent('builder', 'gemini')
    at.write(chat(`session-2026-11-20T11-00-${FIRST.slice(0, 8)}.jsonl`), head(FIRST, builder.cwd))
    at.write(
      chat(`session-2026-11-20T11-01-${FIRST.slice(0, 8)}.jsonl`),
      head(`${FIRST.slice(0, 8)}-other`, '/elsewhere'),
    )
    at.write(chat(`${FIRST}/sub.jsonl`), head('sub', builder.cwd))
    const seen = await at.found([builder], { members: { builder: { runs: [aRun({ session: FIRST })] } } })
    expect(seen).toEqual({
      builder: [
        `${chat(`${FIRST}/sub.jsonl`)} (depth 1)`,
        chat(`session-2026-11-20T11-00-${FIRST.slice(0, 8)}.jsonl`),
      ],
      troubles: [],
    })
  })

  test('without a chosen id it goes by cwd and start, also for documents of older versions', async () => {
    const builder = at.agent('builder', 'gemini', { command: ['gemini', '--resume', 'latest'] })
    at.write(chat('session-2026-11-20T11-00-0000000a.jsonl'), head('0000000a', builder.cwd))
    at.write(chat('session-2026-11-20T11-00-0000000b.jsonl'), head('0000000b', '/elsewhere'))
    at.write(
      chat('session-2026-11-20T09-00-0000000c.jsonl'),
      head('0000000c', builder.cwd, NOON_MS - 3 * HOUR_MS),
    )
    const document = { ...head('0000000d', builder.cwd), messages: [{ sessionId: 'in a text' }] }
    const old = chat('session-2026-11-20T11-00-0000000d.json')
    at.write(old)
    writeFileSync(join(at.home, old), JSON.stringify(document, null, 2))
    expect(await at.found([builder])).toEqual({
      builder: [chat('session-2026-11-20T11-00-0000000a.jsonl'), old],
      troubles: [],
    })
  })
})

describe('pi', () => {
  const file = (name: string) => `.pi/agent/sessions/--some-folder--/2026-11-20T11-00-00-000Z_${name}.jsonl`
  const head = (id: string, cwd: string, atMs = NOON_MS) => ({
    ...{ type: 'session', version: 3, id, timestamp: iso(atMs), cwd },
  })

  test('sessions that began in the cwd during a run are its own, forks of them, too', async () => {
    const builder = at.agent('builder', 'pi')
    at.write(file('own'), head('own', builder.cwd))
    at.write(file('fork'), { ...head('fork', builder.cwd), parentSession: '/some/own.jsonl' })
    at.write(file('old'), head('old', builder.cwd, NOON_MS - 3 * HOUR_MS))
    at.write(file('elsewhere'), head('elsewhere', '/elsewhere'))
    at.write(file('no-head'), { type: 'message', timestamp: iso(NOON_MS), cwd: builder.cwd })
    expect(await at.found([builder])).toEqual({ builder: [file('fork'), file('own')], troubles: [] })
  })

  test('two agents in one cwd are told apart by the first of our tags', async () => {
    const [builder, reviewer] = [at.agent('builder', 'pi'), at.agent('reviewer', 'pi')]
    const both = [builder, { ...reviewer, cwd: builder.cwd }]
    const said = (text: string) => ({
      ...{ type: 'message', message: { role: 'user', content: [{ type: 'text', text }] } },
    })
    at.write(file('a'), head('a', builder.cwd), said('look [agents#2]'))
    at.write(file('b'), head('b', builder.cwd), said('build [agents#1]'))
    const messages = { 1: 'builder', 2: 'reviewer' }
    expect(await at.found(both, { messages })).toMatchObject({ builder: [file('b')], reviewer: [file('a')] })
  })

  test('PI_CODING_AGENT_DIR says where they are', async () => {
    const builder = at.agent('builder', 'pi', { env: { PI_CODING_AGENT_DIR: join(at.home, 'mine') } })
    const mine = 'mine/sessions/--x--/2026-11-20T11-00-00-000Z_own.jsonl'
    at.write(mine, head('own', builder.cwd))
    at.write(file('other'), head('other', builder.cwd))
    expect((await at.found([builder])).builder).toEqual([mine])
  })
})

describe('Qwen Code', () => {
  const chat = (id: string) => `.qwen/projects/-some-folder/chats/${id}.jsonl`
  const row = (id: string, cwd: string, text = 'hello') => ({
    ...{ uuid: `of ${id}`, sessionId: id, timestamp: iso(NOON_MS), type: 'user', cwd },
    message: { role: 'user', parts: [{ text }] },
  })

  test('a session is found by its id, and another one in its cwd is not its own', async () => {
    const builder = at.agent('builder', 'qwen')
    at.write(chat(FIRST), row(FIRST, builder.cwd))
    at.write(chat('of-a-person'), row('of-a-person', builder.cwd))
    const members = { builder: { runs: [aRun({ session: FIRST })] } }
    expect(await at.found([builder], { members })).toEqual({ builder: [chat(FIRST)], troubles: [] })
  })

  test('what a text of ours stands in is its own: after /clear there is a new id', async () => {
    const builder = at.agent('builder', 'qwen')
    at.write(chat('cleared'), row('cleared', builder.cwd, 'go on [agents#1]'))
    const messages = { 1: 'builder' }
    expect((await at.found([builder], { messages })).builder).toEqual([chat('cleared')])
  })

  test('without a chosen id it goes by cwd and start', async () => {
    const builder = at.agent('builder', 'qwen', { command: ['qwen', '--continue'] })
    at.write(chat('a'), row('a', builder.cwd))
    at.write(chat('b'), row('b', '/elsewhere'))
    expect((await at.found([builder])).builder).toEqual([chat('a')])
  })
})

describe('OpenCode', () => {
  /** A session as OpenCode wrote it before 1.2. */
  const session = (id: string, directory: string, createdMs: number, parentID?: string) =>
    at.write(`.local/share/opencode/storage/session/p/${id}.json`, {
      ...{ id, directory, parentID, title: id, time: { created: createdMs, updated: createdMs } },
    })

  test('sessions go by directory and start, and the children of each with it', async () => {
    const builder = at.agent('builder', 'opencode')
    session('own', builder.cwd, NOON_MS)
    session('child', builder.cwd, NOON_MS, 'own')
    session('old', builder.cwd, NOON_MS - 2 * HOUR_MS)
    session('child-of-old', builder.cwd, NOON_MS, 'old')
    session('elsewhere', at.home, NOON_MS)
    expect(await at.found([builder])).toEqual({ builder: ['child (depth 1)', 'own'], troubles: [] })
  })

  test('a database that is none is told', async () => {
    writeFileSync(at.write('.local/share/opencode/opencode.db'), 'this is no database')
    const { troubles } = await at.found([at.agent('builder', 'opencode')])
    expect(troubles).toEqual([expect.stringContaining('opencode.db')])
  })

  test('XDG_DATA_HOME says where it is', async () => {
    const builder = at.agent('builder', 'opencode', { env: { XDG_DATA_HOME: join(at.home, '.local/share') } })
    session('own', builder.cwd, NOON_MS)
    const elsewhere = at.agent('builder', 'opencode', { env: { HOME: '/nowhere' } })
    expect((await at.found([builder])).builder).toEqual(['own'])
    expect((await at.found([elsewhere])).builder).toBeUndefined()
  })
})

test('a scripted agent has the file that it was told; a shell has none', async () => {
  const agents = [at.agent('player', 'scripted'), at.agent('sh', 'shell')]
  expect(await at.found(agents)).toEqual({ player: ['transcripts/player.jsonl'], troubles: [] })
})

test('an agent that never ran has no transcripts', async () => {
  const agents = (['claude', 'codex', 'gemini', 'opencode', 'scripted'] as const).map((name) =>
    at.agent(name, name),
  )
  const never = Object.fromEntries(
    agents.map(({ name }) => [name, { runs: [], sinceMs: null, run: 'off' as const }]),
  )
  at.write(rollout('2026/11/20', 'a'), {
    type: 'session_meta',
    payload: { id: 'a', timestamp: iso(NOON_MS), cwd: join(at.home, 'codex') },
  })
  expect(await at.found(agents, { members: never })).toEqual({ troubles: [] })
})

test('folders and files that are not what they should be are no reason to fail', async () => {
  const agents = (['claude', 'codex', 'gemini'] as const).map((name) => at.agent(name, name))
  for (const file of [
    '.claude/projects',
    '.codex/sessions/2026',
    '.gemini/tmp/x/chats',
    '.claude/sessions/1.json',
  ])
    at.write(file)
  at.write('.claude/sessions/2.json', { pid: 'x', sessionId: {} })
  at.write(rollout('2027/11/20', 'a'), { type: 'session_meta', payload: null })
  expect(await at.found(agents)).toEqual({ troubles: [] })
})
