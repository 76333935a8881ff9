import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MINUTE_MS, NOON_MS } from '../../support/situation.ts'
import { aRun, FIRST, iso, SECOND, SourceFixture, STRANGE } from '../../support/source-fixture.ts'

let at: SourceFixture
beforeEach(() => {
  at = new SourceFixture()
})
afterEach(() => at.remove())

const claudeRow = (cwd: string, atMs: number, text = 'hello') => ({
  ...{ type: 'user', cwd, timestamp: iso(atMs), message: { role: 'user', content: text } },
})
const NOT_CHOSEN = ['claude', '--continue']

describe('Claude Code', () => {
  test('a session is found by the id of its run in any project folder, with its sub-agents', async () => {
    const builder = at.agent('builder', 'claude')
    at.write(`.claude/projects/-some-slug/${FIRST}.jsonl`)
    at.write(`.claude/projects/-some-slug/${FIRST}/subagents/agent-1.jsonl`)
    at.write(`.claude/projects/-some-slug/${FIRST}/subagents/agent-1.meta.json`)
    at.write(`.claude/projects/-some-slug/${FIRST}/subagents/workflows/w1/agent-2.jsonl`)
    at.write(`.claude/projects/-some-slug/${FIRST}/tool-results/agent-3.jsonl`)
    at.write(`.claude/projects/-some-slug/${STRANGE}.jsonl`, claudeRow(builder.cwd, NOON_MS))
    const seen = await at.found([builder], { members: { builder: { runs: [aRun({ session: FIRST })] } } })
    expect(seen.builder).toEqual([
      `.claude/projects/-some-slug/${FIRST}.jsonl`,
      `.claude/projects/-some-slug/${FIRST}/subagents/agent-1.jsonl (depth 1)`,
      `.claude/projects/-some-slug/${FIRST}/subagents/workflows/w1/agent-2.jsonl (depth 1)`,
    ])
    expect(seen.troubles).toEqual([])
  })

  test('what comes later is seen at the next look: the session, a sub-agent, a run', async () => {
    const builder = at.agent('builder', 'claude')
    const runs = [aRun({ session: FIRST })]
    expect(await at.found([builder], { members: { builder: { runs } } })).toEqual({ troubles: [] })
    const first = at.write(`.claude/projects/-p/${FIRST}.jsonl`)
    expect((await at.found([builder], { members: { builder: { runs } } })).builder).toHaveLength(1)
    at.write(`.claude/projects/-p/${FIRST}/subagents/agent-1.jsonl`)
    expect((await at.found([builder], { members: { builder: { runs } } })).builder).toHaveLength(2)
    at.write(`.claude/projects/-p/${FIRST}/subagents/agent-2.jsonl`)
    expect((await at.found([builder], { members: { builder: { runs } } })).builder).toHaveLength(3)
    at.write(`.claude/projects/-p/${SECOND}.jsonl`, claudeRow('/elsewhere', NOON_MS))
    expect((await at.found([builder], { members: { builder: { runs } } })).builder).toHaveLength(3)
    expect((await at.found([builder], { members: { builder: { runs } } })).builder).toHaveLength(3)
    const both = [aRun({ session: FIRST, endedMs: NOON_MS }), aRun({ session: SECOND, startedMs: NOON_MS })]
    expect((await at.found([builder], { members: { builder: { runs: both } } })).builder).toHaveLength(4)
    rmSync(first)
    expect((await at.found([builder], { members: { builder: { runs: both } } })).builder).toHaveLength(3)
  })

  test.each([
    ['CLAUDE_CONFIG_DIR of the agent', (folder: string) => ({ env: { CLAUDE_CONFIG_DIR: folder } })],
    ['HOME of the agent', (folder: string) => ({ env: { HOME: join(folder, '..') } })],
    ['a relative CLAUDE_CONFIG_DIR', () => ({ env: { CLAUDE_CONFIG_DIR: '../own/.claude' } })],
  ])('%s says where it is', async (_, fields) => {
    const builder = at.agent('builder', 'claude', fields(join(at.home, 'own', '.claude')))
    at.write(`own/.claude/projects/-p/${FIRST}.jsonl`)
    at.write(`.claude/projects/-p/${FIRST}.jsonl`)
    const seen = await at.found([builder], { members: { builder: { runs: [aRun({ session: FIRST })] } } })
    expect(seen.builder).toEqual([`own/.claude/projects/-p/${FIRST}.jsonl`])
  })

  test('without a chosen id, the sessions that began in the cwd during a run are its own; older and newer ones are not', async () => {
    const builder = at.agent('builder', 'claude', { command: NOT_CHOSEN })
    const runs = [aRun({ startedMs: NOON_MS - 10 * MINUTE_MS, endedMs: NOON_MS - 5 * MINUTE_MS })]
    const during = NOON_MS - 7 * MINUTE_MS
    at.write('.claude/projects/-p/in-it.jsonl', { type: 'mode' }, claudeRow(builder.cwd, during))
    at.write('.claude/projects/-p/before.jsonl', claudeRow(builder.cwd, NOON_MS - 11 * MINUTE_MS))
    at.write('.claude/projects/-p/after.jsonl', claudeRow(builder.cwd, NOON_MS - 4 * MINUTE_MS))
    at.write('.claude/projects/-p/elsewhere.jsonl', claudeRow(at.home, during))
    const seen = await at.found([builder], { members: { builder: { runs } } })
    expect(seen).toEqual({ builder: ['.claude/projects/-p/in-it.jsonl'], troubles: [] })
  })

  test('a session that does not tell its cwd yet is read again when it does', async () => {
    const builder = at.agent('builder', 'claude', { command: NOT_CHOSEN })
    at.write('.claude/projects/-p/new.jsonl', { type: 'mode' })
    expect((await at.found([builder])).builder).toBeUndefined()
    at.add('.claude/projects/-p/new.jsonl', claudeRow(builder.cwd, NOON_MS))
    expect((await at.found([builder])).builder).toHaveLength(1)
  })

  test('a cwd that is reached through a link is the same cwd', async () => {
    mkdirSync(join(at.home, 'real'))
    symlinkSync(join(at.home, 'real'), join(at.home, 'link'))
    const builder = at.agent('builder', 'claude', { command: NOT_CHOSEN, cwd: join(at.home, 'link') })
    at.write('.claude/projects/-p/s.jsonl', claudeRow(join(at.home, 'real'), NOON_MS))
    at.write('.claude/projects/-p/t.jsonl', claudeRow(join(at.home, 'link'), NOON_MS))
    expect((await at.found([builder])).builder).toHaveLength(2)
  })

  test("a person's session in the folder of an agent whose ids are chosen is nobody's; one with our text in it is its own", async () => {
    const builder = at.agent('builder', 'claude')
    at.write(`.claude/projects/-p/${STRANGE}.jsonl`, claudeRow(builder.cwd, NOON_MS, 'what is this?'))
    at.write(`.claude/projects/-p/${SECOND}.jsonl`, claudeRow(builder.cwd, NOON_MS, '/clear'))
    const members = { builder: { runs: [aRun({ session: FIRST })] } }
    expect(await at.found([builder], { members, messages: { 7: 'builder' } })).toEqual({ troubles: [] })
    at.add(`.claude/projects/-p/${SECOND}.jsonl`, claudeRow(builder.cwd, NOON_MS, 'go on [agents#7]'))
    expect(await at.found([builder], { members, messages: { 7: 'builder' } })).toEqual({
      builder: [`.claude/projects/-p/${SECOND}.jsonl`],
      troubles: [],
    })
  })

  test('a tag that a tool printed, or that the model quotes, proves nothing', async () => {
    const builder = at.agent('builder', 'claude')
    const printed = { type: 'tool_result', content: [{ type: 'text', text: '[agents#7]' }] }
    at.write(`.claude/projects/-p/${STRANGE}.jsonl`, {
      ...claudeRow(builder.cwd, NOON_MS),
      message: { role: 'user', content: [printed] },
    })
    at.add(`.claude/projects/-p/${STRANGE}.jsonl`, {
      ...{
        type: 'assistant',
        message: { role: 'assistant', content: [{ type: 'text', text: '[agents#7]' }] },
      },
    })
    expect(await at.found([builder], { messages: { 7: 'builder' } })).toEqual({ troubles: [] })
  })
})
