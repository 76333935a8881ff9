import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS, NOON_MS } from '../../support/situation.ts'
import { aRun, iso, SourceFixture } from '../../support/source-fixture.ts'

let at: SourceFixture
beforeEach(() => {
  at = new SourceFixture()
})
afterEach(() => at.remove())

const meta = (cwd: string, atMs: number, id: string, fields: object = {}) => ({
  ...{ timestamp: iso(atMs), type: 'session_meta' },
  payload: {
    id,
    timestamp: iso(atMs),
    cwd,
    source: 'cli',
    base_instructions: { text: 'x'.repeat(20_000) },
    ...fields,
  },
})
const codexText = (text: string) => ({
  ...{
    type: 'response_item',
    payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
  },
})
const subOf = (parent: string) => ({
  source: { subagent: { thread_spawn: { parent_thread_id: parent, depth: 1 } } },
})
const rollout = (day: string, id: string) =>
  `.codex/sessions/${day}/rollout-${day.replaceAll('/', '-')}T00-00-00-${id}.jsonl`

describe('Codex', () => {
  test('rollouts that began in the cwd during a run are its own, whatever the local date; sub-agents follow their parent', async () => {
    const builder = at.agent('builder', 'codex')
    at.write(rollout('2026/11/20', 'own'), meta(builder.cwd, NOON_MS, 'own'))
    at.write(rollout('2026/11/21', 'east'), meta(builder.cwd, NOON_MS, 'east'))
    at.write(rollout('2026/11/19', 'west'), meta(builder.cwd, NOON_MS, 'west'))
    at.write(rollout('2026/11/20', 'sub'), meta('/elsewhere', NOON_MS, 'sub', subOf('own')))
    at.write(rollout('2026/11/20', 'deeper'), meta('/elsewhere', NOON_MS, 'deeper', subOf('sub')))
    at.write(rollout('2026/11/20', 'other-sub'), meta('/elsewhere', NOON_MS, 'other-sub', subOf('unknown')))
    at.write(rollout('2026/11/20', 'elsewhere'), meta('/elsewhere', NOON_MS, 'elsewhere'))
    at.write(rollout('2026/11/20', 'too-old'), meta(builder.cwd, NOON_MS - 2 * HOUR_MS, 'too-old'))
    at.write('.codex/sessions/2026/11/20/notes.jsonl', meta(builder.cwd, NOON_MS, 'notes'))
    at.write(rollout('2026/10/20', 'month'), meta(builder.cwd, NOON_MS, 'month'))
    expect(await at.found([builder])).toEqual({
      builder: [
        rollout('2026/11/19', 'west'),
        `${rollout('2026/11/20', 'deeper')} (depth 1)`,
        rollout('2026/11/20', 'own'),
        `${rollout('2026/11/20', 'sub')} (depth 1)`,
        rollout('2026/11/21', 'east'),
      ],
      troubles: [],
    })
  })

  test('a rollout of an earlier run stays its own, as it is resumed in place', async () => {
    const builder = at.agent('builder', 'codex')
    const runs = [
      aRun({ startedMs: NOON_MS - 72 * HOUR_MS, endedMs: NOON_MS - 70 * HOUR_MS }),
      aRun({ startedMs: NOON_MS - HOUR_MS }),
    ]
    at.write(rollout('2026/11/17', 'old'), meta(builder.cwd, NOON_MS - 71 * HOUR_MS, 'old'))
    at.write(rollout('2026/11/18', 'between'), meta(builder.cwd, NOON_MS - 40 * HOUR_MS, 'between'))
    expect((await at.found([builder], { members: { builder: { runs } } })).builder).toEqual([
      rollout('2026/11/17', 'old'),
    ])
  })

  describe('with two agents in one cwd and one CODEX_HOME', () => {
    const pair = () => {
      const cwd = join(at.home, 'shared')
      mkdirSync(cwd, { recursive: true })
      return [at.agent('builder', 'codex', { cwd }), at.agent('reviewer', 'codex', { cwd })] as const
    }

    test('the tag in its first texts says whose a rollout is, also when the message is forgotten', async () => {
      const [builder, reviewer] = pair()
      at.write(rollout('2026/11/20', 'a'), meta(builder.cwd, NOON_MS, 'a'), codexText('Read k.md [agents#3]'))
      at.write(rollout('2026/11/20', 'b'), meta(builder.cwd, NOON_MS, 'b'), codexText('Read k.md [agents#4]'))
      at.write(rollout('2026/11/20', 'c'), meta(builder.cwd, NOON_MS, 'c', subOf('b')))
      const seen = await at.found([builder, reviewer], {
        messages: { 3: 'reviewer', 4: 'builder', 5: 'desk' },
      })
      const expected = {
        builder: [rollout('2026/11/20', 'b'), `${rollout('2026/11/20', 'c')} (depth 1)`],
        reviewer: [rollout('2026/11/20', 'a')],
        troubles: [],
      }
      expect(seen).toEqual(expected)
      expect(await at.found([builder, reviewer])).toEqual(expected)
    })

    test("one without a tag is nobody's, and after a minute that is told with what mends it", async () => {
      const [builder, reviewer] = pair()
      at.write(rollout('2026/11/20', 'a'), meta(builder.cwd, NOON_MS, 'a'), codexText('hello'))
      expect(await at.found([builder, reviewer])).toEqual({ troubles: [] })
      at.at = { ...at.at, wallMs: NOON_MS + 2 * MINUTE_MS }
      const { troubles, ...sources } = await at.found([builder, reviewer])
      expect(sources).toEqual({})
      expect(troubles).toHaveLength(1)
      expect(troubles?.[0]).toMatch(/builder and reviewer .*cwd of its own.* CODEX_HOME of its own/)
    })

    test('one that only one of them can have begun is its own', async () => {
      const [builder, reviewer] = pair()
      at.write(rollout('2026/11/20', 'a'), meta(builder.cwd, NOON_MS, 'a'))
      const ended = [aRun({ endedMs: NOON_MS - MINUTE_MS })]
      expect(await at.found([builder, reviewer], { members: { builder: { runs: ended } } })).toEqual({
        reviewer: [rollout('2026/11/20', 'a')],
        troubles: [],
      })
    })

    test('an own CODEX_HOME tells them apart', async () => {
      const [builder, plain] = pair()
      const reviewer = { ...plain, env: { CODEX_HOME: join(at.home, 'own') } }
      at.write(rollout('2026/11/20', 'a'), meta(builder.cwd, NOON_MS, 'a'))
      expect(await at.found([builder, reviewer])).toEqual({
        builder: [rollout('2026/11/20', 'a')],
        troubles: [],
      })
    })
  })
})
