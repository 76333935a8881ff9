import type { LedgerRow } from '../model/ledger.ts'
import { totalOf } from '../model/tokens.ts'
import { type Output, paint } from './output.ts'
import { displayWidth } from './printable.ts'
import { formatTokens } from './tokens-count.ts'
import type { TokenGroup } from './tokens-group.ts'
import type { Line } from './tokens-lines.ts'
import type { TokensReport } from './tokens-report.ts'
import { printAligned } from './tokens-table.ts'
import { cutToWidth } from './tokens-words.ts'

const GAP = 2
/** A count takes six columns. A name is cut to the first of these widths by which all have room. */
const LEAST = 6
const NAME_WIDTHS = [24, 16, 12, 8]
const OTHERS = 'others'

/** Prints how much each agent used of each line; agents without room are added up as `others`. */
export function printAgentColumns(
  output: Output,
  { agents, rows }: TokensReport,
  lines: readonly Line[],
  names: readonly string[],
  columns: number,
): void {
  if (agents.length < 2) return
  const room = columns - Math.max(0, ...names.map(displayWidth))
  const shown = agentsThatFit(agents, tokensByAgent(rows), room)
  const hasOthers = shown.names.length < agents.length
  const headings = [
    ...shown.names.map((name) => cutToWidth(name, shown.width)),
    ...(hasOthers ? [OTHERS] : []),
  ]
  const cells = lines.map(({ group, isPhase }, index) => {
    const row = [names[index] ?? '', ...countsOf(group, shown.names, hasOthers)]
    return isPhase ? row.map((cell) => paint('bold', cell)) : row
  })
  printAligned(output, ['', ...headings], cells)
}

/** Tokens of each agent in some rows. */
export function tokensByAgent(rows: readonly LedgerRow[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { agent, tokens } of rows) sums.set(agent, (sums.get(agent) ?? 0) + totalOf(tokens))
  return sums
}

interface Fitting {
  readonly names: readonly string[]
  /** Columns of a name at most. */
  readonly width: number
}

/** All of them with names as long as they can be, else those that used the most, in their old order. */
function agentsThatFit(agents: readonly string[], used: ReadonlyMap<string, number>, room: number): Fitting {
  const widthAt = (names: readonly string[], width: number) =>
    names.reduce((sum, name) => sum + GAP + Math.max(LEAST, Math.min(width, displayWidth(name))), 0)
  const fitting = NAME_WIDTHS.find((width) => widthAt(agents, width) <= room)
  if (fitting !== undefined) return { names: agents, width: fitting }
  const width = NAME_WIDTHS.at(-1) ?? LEAST
  const most = agents.toSorted((a, b) => (used.get(b) ?? 0) - (used.get(a) ?? 0))
  while (most.length > 1 && widthAt([...most, OTHERS], width) > room) most.pop()
  return { names: agents.filter((agent) => most.includes(agent)), width }
}

function countsOf({ rows }: TokenGroup, names: readonly string[], withOthers: boolean): string[] {
  const used = tokensByAgent(rows)
  const shown = names.map((name) => used.get(name) ?? 0)
  const others =
    [...used.values()].reduce((sum, one) => sum + one, 0) - shown.reduce((sum, one) => sum + one, 0)
  return [...shown, ...(withOthers ? [others] : [])].map((count) => (count === 0 ? '-' : formatTokens(count)))
}
