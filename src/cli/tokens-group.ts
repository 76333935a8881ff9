import type { LedgerRow, TokenWindow } from '../model/ledger.ts'
import { totalOf } from '../model/tokens.ts'
import { type PriceRow, sumRows, type TokenSum } from './tokens-sum.ts'

/** By what tokens are told apart. */
export type Grouping = 'agent' | 'phase' | 'gate' | 'model'
export const GROUPINGS: readonly Grouping[] = ['agent', 'phase', 'gate', 'model']

/** Rows of the ledger that belong together, and their sum. What they are not told apart by is null. */
export interface TokenGroup extends TokenSum {
  readonly agent: string | null
  readonly model: string | null
  /** The work they served, for groups by phase or gate. */
  readonly work: Work | null
  readonly rows: readonly LedgerRow[]
}

/** A gate, work that was not claimed, or a whole phase. Times are ms since 1970. */
export interface Work {
  /** null: outside of the phases. */
  readonly phase: string | null
  /** null: a whole phase, or not claimed. */
  readonly label: string | null
  readonly startedMs: number | null
  readonly claimedMs: number | null
  /** null: it goes on, or it is outside of the phases, which never ends. */
  readonly endedMs: number | null
  readonly open: boolean
  /** The stretches of time in which it was under way, joined where they meet; an end of null: now. */
  readonly spans: readonly Span[]
}

export type Span = readonly [startMs: number, endMs: number | null]

/** Groups in the order of the work; agents and models with the most tokens first. */
export function groupRows(
  rows: readonly LedgerRow[],
  by: readonly Grouping[],
  priceRow: PriceRow,
): TokenGroup[] {
  const groups = [...Map.groupBy(inOrder(rows), (row) => keyOf(row, by)).values()]
  const summed = groups.map((group) => makeGroup(group, by, priceRow))
  const isWork = by.includes('phase') || by.includes('gate')
  return isWork ? summed : summed.toSorted((a, b) => totalOf(b.tokens) - totalOf(a.tokens))
}

function makeGroup(rows: readonly LedgerRow[], by: readonly Grouping[], priceRow: PriceRow): TokenGroup {
  const windows = rows.map((row) => row.window)
  const isGate = by.includes('gate')
  const isWork = isGate || by.includes('phase')
  return {
    ...sumRows(rows, priceRow),
    agent: by.includes('agent') ? (rows[0]?.agent ?? null) : null,
    model: by.includes('model') ? (rows[0]?.model ?? null) : null,
    work: isWork ? workOf(windows, isGate ? (windows[0]?.label ?? null) : null) : null,
    rows,
  }
}

/** A label that is claimed again, or a phase that is begun again, is the same work going on. */
function workOf(windows: readonly (TokenWindow | null)[], label: string | null): Work {
  const real = windows.filter((window) => window !== null)
  const claims = real.flatMap((window) => window.claimedMs ?? [])
  const open = real.some((window) => window.endedMs === null)
  const isOutside = real.length === 0
  return {
    phase: real[0]?.phase ?? null,
    label,
    startedMs: isOutside ? null : Math.min(...real.map((window) => window.startedMs)),
    claimedMs: label === null || claims.length === 0 ? null : Math.min(...claims),
    endedMs: isOutside || open ? null : Math.max(...real.map((window) => window.endedMs ?? 0)),
    open,
    spans: joined(real.map((window) => [window.startedMs, window.endedMs])),
  }
}

/** A phase may be left and begun again: the time in between is not its own. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const [startMs, endMs] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last && startMs <= (last[1] ?? Infinity)) result.splice(-1, 1, [last[0], later(last[1], endMs)])
    else result.push([startMs, endMs])
  }
  return result
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other)
}

/** Phases in the order in which they were begun, their gates likewise, what is not claimed yet and what is outside last. */
function inOrder(rows: readonly LedgerRow[]): LedgerRow[] {
  const phases = Map.groupBy(
    rows.filter((row) => row.window !== null).toSorted((a, b) => startOf(a) - startOf(b)),
    (row) => row.window?.phase ?? '',
  )
  const unclaimedLast = [...phases.values()].map((phase) => [
    ...phase.filter((row) => row.window?.label !== null),
    ...phase.filter((row) => row.window?.label === null),
  ])
  return [...unclaimedLast.flat(), ...rows.filter((row) => row.window === null)]
}

function startOf({ window }: LedgerRow): number {
  return window?.startedMs ?? 0
}

/** Labels and models are anybody's words; JSON keeps them apart. */
function keyOf({ window, agent, model }: LedgerRow, by: readonly Grouping[]): string {
  const parts = by.map((one) => {
    if (one === 'agent') return agent
    if (one === 'model') return model
    if (window === null) return null
    return one === 'phase' ? [window.phase] : [window.phase, window.label]
  })
  return JSON.stringify(parts)
}
