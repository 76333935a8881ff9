import { isWanted } from '../decide/heal.ts'
import type { Situation } from '../decide/rule.ts'
import type { Event } from '../model/event.ts'
import { programs, recall } from '../model/lookup.ts'
import type { Team } from '../model/team.ts'
import { takeBack, waitUntil } from './ask.ts'
import { failure, notRunning } from './exit.ts'
import { isAlive } from './is-alive.ts'
import { type Output, paint } from './output.ts'
import { diedAtOnce } from './start-watchdog.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { isWatched, lookAtWatchdog } from './watchdog-state.ts'

/** A team of fifty is up in some ten seconds; whoever is not by then has trouble to look into. */
const UP_TAKES_MS = 30_000

/** Who is wanted hangs on the record alone; nothing is looked at for it. */
const UNSEEN: Pick<Situation, 'nowMs' | 'seen'> = {
  nowMs: 0,
  seen: {
    at: { wallMs: 0, monoMs: 0, bootId: '' },
    servers: {},
    sessions: {},
    repository: null,
    requests: [],
    readings: [],
    turns: [],
    told: [],
    isReadingBehind: false,
    wakesDue: {},
    troubles: [],
  },
}

/** What came of an `up`. */
export interface Arrival {
  /** Whether anything was started or released. */
  readonly changed: boolean
  /** Members whose start failed or that ended since. */
  readonly failed: readonly string[]
  /** Members that should run and do not yet. */
  readonly waiting: readonly string[]
}

/** Waits until the watchdog has answered and everyone who should run does, and tells of each start on a terminal. */
export async function awaitTeam(
  at: TeamAtHand & { readonly team: Team },
  asked: { readonly request: string; readonly pid: number | null; readonly output: Output | null },
): Promise<Arrival> {
  const seen: Event[] = []
  const failed = () => failures(seen).filter((name) => recall(at.record.memory, name).run !== 'running')
  const waiting = () => waitingIn(at).filter((name) => !failed().includes(name))
  const isOver = () => isAnswered(seen, asked.request) && waiting().length === 0 && hasTicked(at)
  await waitUntil(
    at,
    (fresh) => {
      seen.push(...fresh)
      tellProgress(asked.output, seen, fresh)
      return isOver() || isDead(at, asked.pid)
    },
    UP_TAKES_MS,
  )
  if (!isAnswered(seen, asked.request)) throw unanswered(at, asked.request, asked.pid)
  return { changed: seen.some(isChange), failed: failed(), waiting: waiting() }
}

/** A watchdog tells of itself after its first tick, which recorded the answer just before. */
function hasTicked(at: TeamAtHand): boolean {
  return lookAtWatchdog(at).kind !== 'starting'
}

/** Ours ended; when another one has the team meanwhile, that one answers. */
function isDead(at: TeamAtHand, pid: number | null): boolean {
  return pid === null ? !isWatched(at) : !isAlive(pid) && !isWatched(at)
}

function unanswered(at: TeamAtHand, request: string, pid: number | null): Error {
  takeBack(at, request)
  if (isDead(at, pid))
    return pid === null ? notRunning('The watchdog ended before it answered.') : diedAtOnce(at)
  return failure(
    `The watchdog did not answer within ${UP_TAKES_MS / 1000} s.`,
    'See whether it hangs: agents status',
  )
}

function isAnswered(events: readonly Event[], request: string): boolean {
  return events.some(
    (one) =>
      one.type === 'decided' &&
      one.decision.action.do === 'answer' &&
      one.decision.action.request === request,
  )
}

/** Who should run and does not yet; the first phase counts, since loop agents start with it. */
function waitingIn({ team, record: { memory } }: TeamAtHand & { readonly team: Team }): string[] {
  const { current, complete } = memory.phase
  if (team.loop && current === null && !complete && memory.repositoryTrouble === '')
    return ['the first phase']
  const pending = programs(team).filter((program) => {
    const member = recall(memory, program.name)
    if (member.run !== 'off') return member.run === 'starting'
    return member.breaker === 'closed' && isWanted({ ...UNSEEN, team, memory }, program, member)
  })
  return pending.map(({ name }) => name)
}

/** Whose start failed, or who ended after it. What ended before was found dead, and its start is still to come. */
function failures(events: readonly Event[]): string[] {
  const started = new Set<string>()
  const failed = new Set<string>()
  for (const event of events) {
    if (event.type === 'decided' && event.decision.action.do === 'start') started.add(event.decision.target)
    const name = failureIn(event)
    if (name !== null && started.has(name)) failed.add(name)
  }
  return [...failed]
}

function failureIn(event: Event): string | null {
  if (event.type === 'fact' && event.fact.what === 'ended') return event.fact.member
  const isFailure = event.type === 'done' && !event.outcome.ok && event.outcome.reached === undefined
  return isFailure ? event.target : null
}

function isChange(event: Event): boolean {
  return event.type === 'decided' && ['start', 'release', 'end'].includes(event.decision.action.do)
}

function tellProgress(output: Output | null, seen: readonly Event[], fresh: readonly Event[]): void {
  if (!output?.isTerminal) return
  for (const event of fresh) {
    if (event.type === 'fact' && event.fact.what === 'adopted')
      output.line(paint('dim', `  adopted ${event.fact.member}`))
    if (event.type !== 'done' || event.outcome.cutOff) continue
    const deed = seen.find(({ seq }) => seq === event.of)
    if (deed?.type !== 'decided' || deed.decision.action.do !== 'start') continue
    const word = event.outcome.ok ? 'started' : 'could not start'
    output.line(paint(event.outcome.ok ? 'dim' : 'red', `  ${word} ${event.target}: ${event.outcome.text}`))
  }
}
