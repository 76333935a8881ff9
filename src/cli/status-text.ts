import { formatDuration } from '../model/time.ts'
import type { Verdict, VerdictName } from '../model/verdict.ts'
import { formatMoment } from './moment.ts'
import { type Output, type Piece, paint, type Style } from './output.ts'
import type { MemberStatus, PhaseStatus, StatusReport } from './status-report.ts'
import { shortPath } from './team-at-hand.ts'
import { formatTokens } from './tokens-count.ts'
import type { WatchdogState } from './watchdog-state.ts'

/** The colour of each verdict, wherever one is shown. */
export const VERDICT_STYLES: Readonly<Record<VerdictName, Style>> = {
  off: 'dim',
  starting: 'cyan',
  working: 'green',
  idle: 'cyan',
  waiting: 'cyan',
  limited: 'yellow',
  stalled: 'red',
  dead: 'red',
  unknown: 'yellow',
}

const HEADINGS = 'name kind state since phase gate active run deaths waiting tokens /min detail'.split(' ')
/** A detail may be a whole banner of an agent; this much says what it is. */
const DETAIL_LENGTH = 60

/** Prints the status for people. */
export function printStatus(output: Output, report: StatusReport, nowMs: number): void {
  output.table(['', ''], [['team', shortPath(report.file)], ...headerRows(report, nowMs)])
  output.line()
  output.table(
    HEADINGS,
    report.members.map((member) => memberRow(member, report.watchdog, nowMs)),
  )
  output.line()
  output.line(paint('dim', nextStep(report)))
}

function headerRows(report: StatusReport, nowMs: number): Piece[][] {
  const { watchdog, configProblems, troubles, phase, logTokens } = report
  const [problem, ...more] = configProblems
  const others = more.length > 0 ? ` (and ${more.length} more)` : ''
  const inForce = watchdog.kind === 'running' ? ', the last good one stays in force' : ''
  const wrong = `is wrong${inForce}: ${problem}${others}`
  return [
    ['watchdog', watchdogPiece(watchdog, nowMs)],
    ...(phase ? [['phase', phasePiece(phase, nowMs)]] : []),
    ...(problem === undefined ? [] : [['config', paint('red', wrong)]]),
    ...(logTokens === false ? [['tokens', 'not counted: log_tokens = false']] : []),
    ...troubles.map((trouble): Piece[] => ['trouble', paint('red', trouble)]),
  ]
}

function watchdogPiece(state: WatchdogState, nowMs: number): Piece {
  const since = (ms: number) => `${formatMoment(ms, nowMs)} (${age(ms, nowMs)})`
  switch (state.kind) {
    case 'running':
      return `pid ${state.holder.pid}, since ${since(state.holder.startedMs)}, last tick ${formatDuration(state.tickAgeMs)} ago`
    case 'starting':
      return paint('green', 'is starting')
    case 'hanging':
      return paint('red', `HANGS: pid ${state.holder.pid} last ticked ${formatDuration(state.tickAgeMs)} ago`)
    case 'dead':
      return paint('red', `DEAD since ${since(state.sinceMs)}; nobody watches, the agents go on`)
    case 'stopped':
      return `stopped since ${since(state.sinceMs)}: ${state.why}`
    default:
      return 'never ran here'
  }
}

function allPhases({ count }: PhaseStatus): string {
  return count === 1 ? 'the only phase' : `all ${count} phases`
}

function phasePiece(phase: PhaseStatus, nowMs: number): Piece {
  if (phase.complete && !phase.announced)
    return paint('yellow', `${allPhases(phase)} done; SEQUENCE-COMPLETE is not written yet`)
  if (phase.complete) return paint('green', `SEQUENCE-COMPLETE, ${allPhases(phase)}`)
  if (phase.id === null) return `not begun; ${phase.count} to come`
  const title = phase.title === phase.id ? phase.id : `${phase.id} (${phase.title})`
  const place = phase.number > 0 ? `, ${phase.number} of ${phase.count}` : ''
  const { gatesClaimed, gatesPassed } = phase
  const hasGates = gatesClaimed > 0 && gatesPassed !== null
  const gates = hasGates ? `; ${gatesPassed} of ${gatesClaimed} gates passed` : ''
  return `${title}${place}, since ${formatMoment(phase.sinceMs, nowMs)} (${age(phase.sinceMs, nowMs)})${gates}`
}

function memberRow(member: MemberStatus, watchdog: WatchdogState, nowMs: number): Piece[] {
  const { name, kind, verdict, sinceMs, phase, gate, runs, deaths, messagesWaiting } = member
  const leftMs = verdict.untilMs === null ? 0 : verdict.untilMs - nowMs
  return [
    paint('bold', name),
    kind,
    paint(
      VERDICT_STYLES[verdict.name],
      leftMs > 0 ? `${verdict.name} ${formatDuration(leftMs)}` : verdict.name,
    ),
    sinceMs === 0 ? '-' : age(sinceMs, nowMs),
    phase ?? '-',
    gate ?? '-',
    activity(member, watchdog, nowMs),
    runs || '-',
    deaths === 0 ? '-' : paint('yellow', String(deaths)),
    messagesWaiting || '-',
    member.tokens ? formatTokens(member.tokens) : '-',
    member.tokensPerMinute ? formatTokens(member.tokensPerMinute) : '-',
    detailOf(verdict, nowMs),
  ]
}

/** What keeps an agent that works from going on may be nowhere on its screen: how long it stands still comes first. */
export function detailWords({ detail, noProgressSinceMs }: Verdict, nowMs: number): string {
  const still = noProgressSinceMs === undefined ? '' : `no progress since ${age(noProgressSinceMs, nowMs)}`
  return [still, detail].filter(Boolean).join('; ')
}

function detailOf(verdict: Verdict, nowMs: number): string {
  const text = detailWords(verdict, nowMs)
  return text.length > DETAIL_LENGTH ? `${text.slice(0, DETAIL_LENGTH - 1)}…` : text
}

/** Each turn of a spinner is not recorded: that it works is, and the watchdog saw it at its last tick. */
function activity(
  { verdict, activityMs, run }: MemberStatus,
  watchdog: WatchdogState,
  nowMs: number,
): string {
  if (run === 'off' || activityMs === null) return '-'
  if (verdict.name === 'working' && watchdog.kind === 'running') return 'now'
  return `${age(activityMs, nowMs)} ago`
}

function age(ms: number, nowMs: number): string {
  return formatDuration(Math.max(0, nowMs - ms))
}

function nextStep({ watchdog, members, configProblems }: StatusReport): string {
  if (watchdog.kind === 'hanging')
    return `End it and start it again; the agents go on meanwhile: kill -9 ${watchdog.holder.pid} && agents up`
  if (configProblems.length > 0) return 'See what is wrong in agents.toml: agents up --dry-run'
  if (watchdog.kind !== 'running' && watchdog.kind !== 'starting') return 'Start the watchdog: agents up'
  const first = members.find((member) => member.attach !== null)?.name ?? members[0]?.name ?? 'AGENT'
  const sick = members.find(({ verdict }) => verdict.name === 'stalled' || verdict.name === 'dead')?.name
  return `Look into one: agents attach ${first}. What was done and why: agents why ${sick ?? first}.`
}
