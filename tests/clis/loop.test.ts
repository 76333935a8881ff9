import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { typedText } from '../../src/model/message.ts'
import type { RecordCounts } from '../../src/model/token-record.ts'
import type { Tokens } from '../../src/model/tokens.ts'
import { git } from '../support/git-fixture.ts'
import { castsOfThisRun } from './loop/casts.ts'
import { ExampleTeam, SEATS } from './loop/example-team.ts'
import { ExpectedTokens } from './loop/expected-tokens.ts'
import { programOf } from './program.ts'

/** A quiet machine takes 50 s. */
const LIMIT_MS = 200_000

describe.each(castsOfThisRun())('examples/builder-adversary with real CLIs: $name', ({ cast }) => {
  let team: ExampleTeam

  beforeAll(async () => {
    team = await ExampleTeam.open(cast, programOf)
    await team.start()
    await team.untilComplete(LIMIT_MS)
  }, LIMIT_MS + 30_000)
  afterAll(() => team?.close())

  test('every item is claimed, reviewed and marked by the agents themselves, with a failed review and its fix', () => {
    const said = (who: string) =>
      team.pushed().filter((one) => one.startsWith(`${who}: `) && /claim|review|status/.test(one))
    expect(said('builder').map((one) => one.replace(/(\)): .*/, '$1'))).toEqual([
      ...['builder: claim(parse)', 'builder: claim(parse)', 'builder: claim(facts)'],
      ...['builder: status: STATUS-core.md has ## DONE', 'builder: claim(feat:cli)'],
      'builder: status: STATUS-cli.md has ## DONE',
    ])
    const verdicts = ['parse): FAIL', 'parse): PASS', 'facts): PASS', 'cli): PASS']
    expect(said('correctness')).toEqual(verdicts.map((one) => `correctness: review(${one}`))
    expect(said('readability').at(-1)).toBe('readability: review(cli): PASS')
    const checkout = join(team.folder, 'checkout')
    git(team.folder, 'clone', '-q', team.origin, checkout)
    const input = 'fruit,count\n"pear, ""green""\nor not",10\n'
    const shown = execFileSync(process.execPath, ['bin/csv-facts.js', '-'], { cwd: checkout, input })
    expect(`${shown}`).toMatch(/^count +1 +0 +1 +number +10 /m)
  })

  test('each line of the watchdog reached its model once, and none other did', () => {
    const messages = Object.values(team.memory().messages)
    expect(messages.filter(({ state }) => state !== 'accepted')).toEqual([])
    for (const seat of SEATS) {
      const typed = messages.filter(({ agent }) => agent === seat).map(typedText)
      expect([...team.players[seat].heard].sort()).toEqual(typed.sort())
    }
    expect(team.server.troubles).toEqual([])
  })

  test('nobody is restarted but for the phase and the one crash', () => {
    const broken = team.sentences(/run \d+ ended|\(stall\)|needs-human/)
    expect(broken.filter((one) => !one.includes('correctness run 2 ended: signal 9'))).toEqual([
      expect.stringContaining('alarm dead: correctness died and is started again'),
    ])
    expect(SEATS.map((seat) => team.member(seat).incarnation)).toEqual([2, 3, 2, 1])
  })

  test('for each agent, gate and phase it has counted what the model sent', () => {
    const log = team.tokenLog()
    const phases = log.filter(({ phase_id }) => !phase_id.includes(':'))
    expect(phases.map(({ phase_id }) => phase_id)).toEqual(['core', 'cli'])
    for (const phase of phases) {
      const expected = new ExpectedTokens(team.origin, phase, team.given())
      const gates = log.filter(({ phase_id }) => phase_id.startsWith(`${phase.phase_id}:`))
      expect(gates.map(({ phase_id }) => phase_id.split(':')[1])).toEqual(expected.labels)
      for (const [agent, counts] of Object.entries(phase.agents))
        expect(expected.sums(agent, { builds: agent === 'builder' }).map(sent)).toContainEqual(booked(counts))
      for (const { phase_id, agents } of gates) {
        const where = { label: phase_id.split(':')[1] ?? '', builds: true }
        for (const [agent, counts] of Object.entries(agents))
          expect(
            expected.sums(agent, { ...where, builds: agent === 'builder' }).map(sent),
            `${agent} in ${phase_id}`,
          ).toContainEqual(booked(counts))
      }
    }
  })

  test('`agents tokens` has every answer of every model, once', async () => {
    const miscounted = async () => {
      const counted = await team.tokensByAgent()
      const wanted = SEATS.map((agent) => ({ agent, ...sent(team.sentTo(agent)) }))
      return wanted.filter(
        (one) => !isDeepStrictEqual(one, { agent: one.agent, ...sent(counted[one.agent]) }),
      )
    }
    // An answer that has just ended is read at the next tick.
    await expect.poll(miscounted, { timeout: 15_000, interval: 500 }).toEqual([])
  })

  test('`agents status` and `agents why` say how it went', async () => {
    const status = await team.agents('status')
    expect(status).toContain('SEQUENCE-COMPLETE, all 2 phases')
    expect(status).not.toMatch(/trouble|unknown|a draft/)
    expect(await team.agents('why', 'correctness')).toContain('correctness run 2 ended: signal 9')
  })

  test('after `agents down` nothing of it runs any more', async () => {
    expect(await team.agents('down')).toContain('4 ended.')
    expect(team.processes()).toEqual([])
    expect(team.pidsInside()).toEqual([])
  })
})

/** Parts that every CLI tells apart: some count what is thought as output. */
function sent({ input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h }: Tokens) {
  return { input, output: output + reasoning, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h }
}

function booked({ input, output, reasoning, cache_read, cache_write_5m, cache_write_1h }: RecordCounts) {
  const cache = { cacheRead: cache_read, cacheWrite: cache_write_5m + cache_write_1h }
  return { input, output: output + reasoning, ...cache }
}
