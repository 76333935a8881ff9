import { totalOf } from '../model/tokens.ts'
import type { Output } from './output.ts'
import type { Grouping, TokenGroup } from './tokens-group.ts'
import { groupsOf, type TokensReport } from './tokens-report.ts'
import { exactUsd } from './tokens-words.ts'

/** The same columns for every table. A column by which a table does not tell apart is empty. */
const COLUMNS = [
  ...['phase', 'gate', 'agent', 'model', 'input', 'output', 'reasoning', 'cache_read', 'cache_write_5m'],
  ...['cache_write_1h', 'total', 'answers', 'cost_usd', 'known_cost_usd', 'unpriced_models', 'first', 'last'],
]

/**
 * Prints CSV with the quoting of RFC 4180. Lines end with LF as everywhere else on a terminal: for cut, sort and awk a CR would be
 * part of the last cell. Without a grouping: one line for each gate, agent and model, so that any other table can be made of it.
 */
export function printCsv(output: Output, report: TokensReport, by: Grouping | null): void {
  output.line(COLUMNS.join(','))
  const groups = by === null ? groupsOf(report, 'gate', 'agent', 'model') : groupsOf(report, by)
  for (const group of groups) output.line(cellsOf(group).join(','))
}

function cellsOf({ work, agent, model, tokens, answers, cost, firstMs, lastMs }: TokenGroup): string[] {
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  const known = exactUsd(cost.knownPicoUsd)
  return [
    ...[work?.phase, work?.label, agent, model].map((name) => cell(name ?? '')),
    ...[input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h, totalOf(tokens), answers].map(
      String,
    ),
    cost.unpriced.length > 0 ? '' : known,
    known,
    cell(cost.unpriced.map((name) => name || 'unknown').join(' ')),
    ...[firstMs, lastMs].map((ms) => (ms === null ? '' : new Date(ms).toISOString())),
  ]
}

/** What a spreadsheet takes for the beginning of a formula; it forgives blanks and full-width characters. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/

/**
 * A name from outside as a cell. A label is whatever an agent wrote into a commit, and a spreadsheet runs a cell that begins
 * as a formula: such a name gets an apostrophe in front, which shows it as text. `--json` has the very name.
 */
function cell(name: string): string {
  const safe = FORMULA.test(name) ? `'${name}` : name
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
