import { totalOf } from '../model/tokens.ts'
import { type Output, type Piece, paint } from './output.ts'
import { displayWidth } from './printable.ts'
import { formatTokens } from './tokens-count.ts'
import type { Grouping, TokenGroup } from './tokens-group.ts'
import { groupsOf, type TokensReport } from './tokens-report.ts'
import type { TokenSum } from './tokens-sum.ts'
import { alignRight, cutToWidth, formatCost, modelName, workName } from './tokens-words.ts'

/** Two lines of headings, so that eight columns fit a terminal of 80. */
const TOP_LINE = ['', '', '', 'cache', 'cache', '', '', '']
const GAP = 2
const HEADINGS = ['input', 'output', 'read', 'write', 'total', 'share', 'cost']
/** A name may take what the figures leave, and this much at least. */
const NAME_LEAST = 10

/** Prints one line for each agent, phase, gate or model, and the sum. */
export function printTable(output: Output, report: TokensReport, by: Grouping, columns: number): void {
  const { total } = report
  const lines = groupsOf(report, by).map((group) => [nameOf(group, by), ...figures(group, total)])
  const headings = [by, ...HEADINGS]
  const sum = ['total', ...figures(total, total)]
  const room = Math.max(NAME_LEAST, columns - figuresWidth([TOP_LINE, headings, sum, ...lines]))
  printAligned(output, TOP_LINE, [
    headings.map((heading) => paint('dim', heading)),
    ...lines.map(([name = '', ...figure]) => [cutToWidth(name, room), ...figure]),
    sum.map((cell) => paint('bold', cell)),
  ])
}

function figuresWidth(rows: readonly (readonly string[])[]): number {
  const widthAt = (column: number) => Math.max(...rows.map((row) => displayWidth(row[column] ?? '')))
  return HEADINGS.reduce((sum, _, index) => sum + GAP + widthAt(index + 1), 0)
}

function figures(sum: TokenSum, whole: TokenSum): string[] {
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = sum.tokens
  const counts = [input, output + reasoning, cacheRead, cacheWrite5m + cacheWrite1h, totalOf(sum.tokens)]
  return [...counts.map(formatTokens), formatShare(sum, whole), formatCost(sum.cost)]
}

/** The part of a whole: between 0 and 1, also of a whole that is nothing. */
export function shareOf(sum: TokenSum, whole: TokenSum): number {
  const all = totalOf(whole.tokens)
  return all === 0 ? 0 : totalOf(sum.tokens) / all
}

function formatShare(sum: TokenSum, whole: TokenSum): string {
  const percent = 100 * shareOf(sum, whole)
  return percent > 0 && percent < 1 ? '<1%' : `${Math.round(percent)}%`
}

function nameOf({ agent, model, work }: TokenGroup, by: Grouping): string {
  if (by === 'agent') return agent ?? ''
  if (by === 'model') return modelName(model ?? '')
  if (work === null || work.phase === null) return 'outside of phases'
  if (by === 'phase') return work.phase
  return work.label === null ? `${work.phase} (${workName(work)})` : `${work.phase}:${workName(work)}`
}

/** A table whose columns after the first are numbers, aligned on the right; `bars` of them at the end are not. */
export function printAligned(
  output: Output,
  headings: readonly string[],
  rows: readonly (readonly Piece[])[],
  bars = 0,
): void {
  const widths = headings.map((heading, column) =>
    Math.max(displayWidth(heading), ...rows.map((row) => displayWidth(textOf(row[column] ?? '')))),
  )
  const isNumber = (column: number) => column > 0 && column < headings.length - bars
  const align = (text: string, column: number) =>
    isNumber(column) ? alignRight(text, widths[column] ?? 0) : text
  output.table(
    headings.map(align),
    rows.map((row) =>
      row.map((cell, column) =>
        typeof cell === 'object' ? paint(cell.style, align(cell.text, column)) : align(String(cell), column),
      ),
    ),
  )
}

function textOf(piece: Piece): string {
  return typeof piece === 'object' ? piece.text : String(piece)
}
