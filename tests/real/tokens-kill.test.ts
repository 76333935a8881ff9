import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ExpectStatic, test } from 'vitest'
import { pause } from '../../src/system/poll.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { sendSignal } from '../support/team-processes.ts'

/** The demo is played this often, some at a time, and its watchdog killed all the while: some 200 kills in all. */
const ROUNDS = 5
/** A watchdog lives up to so long; every fifth one long enough to see twice that nobody does anything. */
const LIVES_MS = 900
const LONG_LIFE_MS = 4_000
const DEADLINE_MS = 280_000
const EXAMPLE = new URL('../../examples/builder-adversary/', import.meta.url).pathname
/** What is written within this time of the end of a phase may count on either side of it. */
const BORDER_MS = 1_000

type Counts = Record<string, number>
interface Line {
  readonly record: number
  readonly phase_id: string
  readonly ended: string
  readonly agents: Record<string, { total: number }>
}

test.concurrent.for(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
  'a watchdog that is killed at any moment of the demo neither loses nor doubles a token (round %i)',
  { timeout: DEADLINE_MS + 60_000 },
  async (round, { expect }) => {
    const team = demo()
    try {
      const kills = await playAndKill(team, round)
      expect(kills).toBeGreaterThan(30)
      checkBooks(team, expect)
    } finally {
      await team.close()
    }
  },
)

/** The example project with its scripted agents, in a folder of its own. */
function demo(): TeamFixture {
  const team = new TeamFixture()
  rmSync(team.origin, { recursive: true })
  execFileSync('sh', [join(EXAMPLE, 'setup.sh'), team.folder])
  const config = readFileSync(join(EXAMPLE, 'agents.demo.toml'), 'utf8')
  team.write('agents.toml', config.replace('[watchdog]', `[watchdog]\nsocket = "${team.socket}"`))
  return team
}

async function playAndKill(team: TeamFixture, seed: number): Promise<number> {
  const random = lcg(seed)
  const endMs = Date.now() + DEADLINE_MS
  let kills = 0
  while (!existsSync(join(team.stateDir, 'SEQUENCE-COMPLETE'))) {
    if (Date.now() > endMs)
      throw new Error(`not done after ${kills} kills: ${team.sentences().slice(-20).join('\n')}`)
    const watchdog = kills % 3 === 0 ? team.launch() : await team.start()
    await pause(random() * (kills % 5 === 4 ? LONG_LIFE_MS : LIVES_MS))
    await watchdog.end('SIGKILL')
    kills += 1
  }
  // The last one sees the end, and whatever the agents wrote since; from here on they write nothing any more.
  await team.start()
  for (const { pane } of Object.values(team.memory().members)) if (pane) sendSignal(pane.pid, 'SIGSTOP')
  await team.until('all is booked', () => sum(booked(team)) === sum(oracle(team)))
  return kills
}

function checkBooks(team: TeamFixture, expect: ExpectStatic): void {
  const lines = readFileSync(join(team.stateDir, 'token-log.jsonl'), 'utf8').trimEnd().split('\n')
  const records = lines.map((line): Line => JSON.parse(line))
  expect(records.map(({ record }) => record)).toEqual(records.map((_, index) => index + 1))
  const phases = records.filter(({ phase_id }) => !phase_id.includes(':'))
  expect(phases.map(({ phase_id }) => phase_id)).toEqual(['core', 'cli'])
  for (const phase of phases) {
    const gates = records.filter(({ phase_id }) => phase_id.startsWith(`${phase.phase_id}:`))
    expect(gates.length).toBeGreaterThan(0)
    expect(addAll(gates.map(totals))).toEqual(totals(phase))
  }
  expect(booked(team)).toEqual(oracle(team))
  // Each phase has what was written in its time.
  let fromMs = 0
  for (const phase of phases) {
    const endedMs = Date.parse(phase.ended)
    for (const agent of Object.keys(totals(phase))) {
      const most = sum({ [agent]: written(team, agent, fromMs - BORDER_MS, endedMs + BORDER_MS) })
      const least = sum({ [agent]: written(team, agent, fromMs + BORDER_MS, endedMs - BORDER_MS) })
      expect(totals(phase)[agent], `${agent} in ${phase.phase_id}`).toBeGreaterThanOrEqual(least)
      expect(totals(phase)[agent], `${agent} in ${phase.phase_id}`).toBeLessThanOrEqual(most)
    }
    fromMs = endedMs
  }
}

/** Tokens by agent, as the ledger has them. */
function booked(team: TeamFixture): Counts {
  const database = new DatabaseSync(join(team.stateDir, 'state.db'), { readOnly: true })
  try {
    const rows = database
      .prepare(
        'SELECT agent, sum(input + output + reasoning + cache_read + write_5m + write_1h) AS total FROM token_sums GROUP BY agent',
      )
      .all()
    return Object.fromEntries(rows.map(({ agent, total }) => [String(agent), Number(total)]))
  } finally {
    database.close()
  }
}

/** Tokens by agent, straight from the transcripts. */
function oracle(team: TeamFixture): Counts {
  const files = readdirSync(join(team.stateDir, 'transcripts')).filter((name) => name.endsWith('.jsonl'))
  const agents = files.map((name) => name.slice(0, -'.jsonl'.length))
  return Object.fromEntries(agents.map((agent) => [agent, written(team, agent, 0, Number.POSITIVE_INFINITY)]))
}

function written(team: TeamFixture, agent: string, fromMs: number, toMs: number): number {
  const text = readFileSync(join(team.stateDir, 'transcripts', `${agent}.jsonl`), 'utf8')
  const records = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
  const counted = records.filter(
    ({ at, usage }) => usage && Date.parse(at) >= fromMs && Date.parse(at) < toMs,
  )
  return counted.reduce((all, { usage }) => all + sum(usage), 0)
}

function totals({ agents }: Line): Counts {
  return Object.fromEntries(Object.entries(agents).map(([name, { total }]) => [name, total]))
}

function addAll(all: readonly Counts[]): Counts {
  const result: Counts = {}
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) result[name] = (result[name] ?? 0) + count
  }
  return result
}

function sum(counts: Counts): number {
  return Object.values(counts).reduce((all, one) => all + one, 0)
}

/** Numbers in [0, 1), the same for the same seed. */
function lcg(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
