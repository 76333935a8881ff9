import type { Evidence } from '../model/decision.ts'
import { formatDuration } from '../model/time.ts'
import { formatDay, formatMoment } from './moment.ts'
import { type Output, type Piece, paint, type Style } from './output.ts'
import type { LogEntry, LogStep } from './why-log.ts'
import { isRoutine } from './why-quiet.ts'

/** What follows the time and the rule begins here, and so do the lines below it. */
const MARGIN = ' '.repeat(20)
/** Quicker outcomes need no time of their own. */
const AT_ONCE_MS = 1_000

/** Prints a log, oldest first, with a line for each new day. */
export function printLog(output: Output, log: readonly LogEntry[]): void {
  let day = ''
  for (const entry of log) {
    const today = formatDay(entry.atMs)
    if (today !== day) output.line(paint('dim', `-- ${today} --`))
    day = today
    printEntry(output, entry)
  }
}

/** Evidence in one line, its ages counted back from the decision. */
export function evidenceLine(because: readonly Evidence[]): string {
  return because.map(evidence).join('; ')
}

function evidence({ saw, ageMs }: Evidence): string {
  return ageMs === undefined || ageMs < AT_ONCE_MS ? saw : `${saw} (${formatDuration(ageMs)} before)`
}

function printEntry(output: Output, entry: LogEntry): void {
  const { atMs, by, target, text, because, withheld, steps, times, lastMs } = entry
  const who = by === 'verdict' ? `${target} ${text}` : text
  const again = times > 1 ? ` (${times} times, last at ${timeOf(lastMs)})` : ''
  output.line(paint('dim', `${timeOf(atMs)}  `), by.padEnd(10), paint(styleOf(entry), who), again)
  if (withheld !== null) output.line(MARGIN, paint('yellow', `not done: ${withheld}`))
  if (because.length > 0 && !isRoutine(entry))
    output.line(MARGIN, paint('dim', `because ${evidenceLine(because)}`))
  for (const step of steps) output.line(MARGIN, ...stepPieces(step, atMs))
}

function stepPieces({ atMs, ok, text }: LogStep, sinceMs: number): Piece[] {
  const when = atMs - sinceMs < AT_ONCE_MS ? '' : `${timeOf(atMs)} `
  return [`-> ${when}`, ok ? text : paint('red', `failed: ${text}`)]
}

function styleOf({ by, text, withheld }: LogEntry): Style {
  if (withheld !== null) return 'yellow'
  if (by !== 'verdict') return 'bold'
  return /^is (stalled|dead)/.test(text) ? 'red' : /^is (limited|unknown)/.test(text) ? 'yellow' : 'cyan'
}

function timeOf(ms: number): string {
  return formatMoment(ms, ms)
}
