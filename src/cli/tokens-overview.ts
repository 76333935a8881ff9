import { formatDuration } from '../model/time.ts'
import { totalOf } from '../model/tokens.ts'
import { type Output, type Piece, paint } from './output.ts'
import { displayWidth } from './printable.ts'
import { printAgentColumns } from './tokens-agents.ts'
import { bar } from './tokens-bar.ts'
import { formatTokens } from './tokens-count.ts'
import type { Work } from './tokens-group.ts'
import { type Line, linesOf } from './tokens-lines.ts'
import { countedUntilMs, isCounting, type TokensReport } from './tokens-report.ts'
import { printAligned } from './tokens-table.ts'
import { cutToWidth, formatCostShort } from './tokens-words.ts'

/** Columns of a name at most: a third of the terminal, and what `outside of phases` takes. */
const NAME_SHARE = 1 / 3
const NAME_LEAST = 18
const BAR_LEAST = 8
const GAPS = 4 * 2

/** Prints the phases with their gates in order and a bar for each, then what each agent used of it. */
export function printOverview(output: Output, report: TokensReport, columns: number, nowMs: number): void {
  const lines = linesOf(report)
  const nameWidth = Math.max(NAME_LEAST, Math.floor(columns * NAME_SHARE))
  const names = lines.map((line) => cutToWidth(line.name, nameWidth))
  const cells = lines.map(({ group }, index) => [
    names[index] ?? '',
    timeOf(group.work, report, nowMs),
    formatTokens(totalOf(group.tokens)),
    formatCostShort(group.cost),
  ])
  const bars = barsOf(lines, columns - GAPS - widthOf(cells))
  const rows = cells.map((row, index) => styled(lines[index], row, bars[index] ?? '', isCounting(report)))
  printAligned(output, ['', 'time', 'total', 'cost', ''], rows, 1)
  output.line()
  printAgentColumns(output, report, lines, names, columns)
}

/** How long the work took. What goes on is marked: its numbers are not its last ones. */
function timeOf(work: Work | null, report: TokensReport, nowMs: number): string {
  if (!work || work.spans.length === 0) return ''
  const endMs = countedUntilMs(report.watchdog, nowMs)
  const spent = work.spans.reduce((sum, [from, to]) => sum + Math.max(0, (to ?? endMs) - from), 0)
  if (!work.open) return formatDuration(spent)
  return `${isCounting(report) ? 'live' : 'open'} ${formatDuration(spent)}`
}

function widthOf(cells: readonly (readonly string[])[]): number {
  return [0, 1, 2, 3].reduce(
    (sum, column) => sum + Math.max(5, ...cells.map((row) => displayWidth(row[column] ?? ''))),
    0,
  )
}

/** A phase has none: it would dwarf those of its gates. */
function barsOf(lines: readonly Line[], columns: number): string[] {
  const values = lines.map(({ isPhase, group }) => (isPhase ? 0 : totalOf(group.tokens)))
  return values.map((value) => bar(value, Math.max(...values), Math.max(BAR_LEAST, columns)))
}

function styled(line: Line | undefined, cells: string[], drawn: string, counting: boolean): Piece[] {
  const [name = '', time = '', ...numbers] = cells
  if (line?.isPhase) return cells.map((cell) => paint('bold', cell))
  const isLive = counting && line?.group.work?.open === true
  return [name, isLive ? paint('green', time) : time, ...numbers, paint(isLive ? 'green' : 'cyan', drawn)]
}
