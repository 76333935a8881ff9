/**
 * How soon a pushed claim stands submitted in the panes of two reviewers, and how soon a pushed done marker begins the
 * next phase. Local origin, the watchdog as a process of its own, scripted agents.
 *
 *   node bench/handoff.ts [--pushes 50] [--phases 10]
 */
import { parseArgs } from 'node:util'
import { pause } from '../src/system/poll.ts'
import { DeliveryTeam } from '../tests/support/delivery-team.ts'

const { values } = parseArgs({
  options: { pushes: { type: 'string', default: '50' }, phases: { type: 'string', default: '10' } },
})
const PUSHES = Number(values.pushes)
const PHASES = Number(values.phases)

/** Issue 2, line 4: from push to submitted, in ms. */
const MEDIAN_MS = 500
const P95_MS = 1_500
/** The tick of the demo; nothing here may need to wait for it. */
const SIGNAL_INTERVAL = '"15s"'
const REVIEWERS = ['correctness', 'readability']

const team = new DeliveryTeam()
try {
  await begin()
  report('claim pushed → submitted', await claims())
  report('done pushed → next phase', await dones())
} finally {
  await team.close()
}

async function begin(): Promise<void> {
  const phases = Array.from(
    { length: PHASES + 1 },
    (_, index) => `{ id = "p${index}", status = "STATUS-${index}.md" }`,
  )
  const agent = { keys: 'kind = "loop"' }
  team.configAgents(
    Object.fromEntries(REVIEWERS.map((name) => [name, agent])),
    `[loop]\nrepo = "origin.git"\nphases = [${phases.join(', ')}]\n[loop.handoff]\nclaim_pings = ${JSON.stringify(REVIEWERS)}\n`,
    { signal_interval: SIGNAL_INTERVAL, heavy_interval: '"300s"' },
  )
  await team.start()
  await team.untilReady(REVIEWERS)
}

/** From the start of each push to the record of each reviewer's submitted ping, ms. */
async function claims(): Promise<number[]> {
  const pushedMs: number[] = []
  for (let index = 0; index < PUSHES; index += 1) {
    team.person.commit(`claim(g${index}): ready for review`)
    pushedMs.push(Date.now())
    team.person.push()
    for (const name of REVIEWERS) await team.untilSettled(name, index + 1)
    // Neither the same second every time nor right after the last tick.
    await pause(200 + ((index * 370) % 1000))
  }
  return REVIEWERS.flatMap((name) => submittedMs(name).map((atMs, index) => atMs - (pushedMs[index] ?? 0)))
}

/** When each text to an agent was submitted, by the record, in the order of typing. */
function submittedMs(agent: string): number[] {
  return team.events().flatMap((event) => {
    const isSubmitted = event.type === 'done' && event.target === agent && event.outcome.ok
    return isSubmitted && event.outcome.reached ? [event.atMs] : []
  })
}

/** From the start of each push of a marker to the record of the next phase's begin, ms. */
async function dones(): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < PHASES; index += 1) {
    team.person.write(`machine-docs/STATUS-${index}.md`, '## DONE\n')
    team.person.commit(`Phase ${index} is done`)
    const pushedMs = Date.now()
    team.person.push()
    await team.until('the next phase begins', () => begunMs(`p${index + 1}`) !== null)
    times.push((begunMs(`p${index + 1}`) ?? 0) - pushedMs)
    await team.untilReady(REVIEWERS)
    await pause(300)
  }
  return times
}

function begunMs(phase: string): number | null {
  const begun = team.events().find(({ type, ...event }) => {
    const action = type === 'decided' && 'decision' in event ? event.decision.action : null
    return action?.do === 'begin-phase' && action.phase === phase
  })
  return begun?.atMs ?? null
}

function report(what: string, timesMs: readonly number[]): void {
  const sorted = timesMs.toSorted((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  const isMet = at(0.5) <= MEDIAN_MS && at(0.95) <= P95_MS
  const figures = `median ${at(0.5)} ms (limit ${MEDIAN_MS}), p95 ${at(0.95)} ms (limit ${P95_MS}), worst ${sorted.at(-1)} ms`
  console.log(`${what.padEnd(26)} ${timesMs.length} times: ${figures}${isMet ? '' : '  TOO SLOW'}`)
  if (!isMet) process.exitCode = 1
}
