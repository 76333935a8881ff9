import type { LedgerRow } from '../model/ledger.ts'
import type { Doubts } from '../store/ledger-doubts.ts'
import { type Grouping, groupRows, type TokenGroup } from './tokens-group.ts'
import { type PriceRow, sumRows, type TokenSum } from './tokens-sum.ts'
import type { WatchdogState } from './watchdog-state.ts'

/** All that `agents tokens` tells. Times are ms since 1970. */
export interface TokensReport {
  readonly file: string
  /** Counting goes on only while one runs. */
  readonly watchdog: WatchdogState
  /** `log_tokens` of agents.toml; null: that file cannot be read now. */
  readonly counting: boolean | null
  /** Only answers from then on; null: all. */
  readonly sinceMs: number | null
  /** Only that agent; null: all. */
  readonly agent: string | null
  /** Agents with tokens whose use is on a subscription: their cost is what the same tokens would cost through the API. */
  readonly apiEquivalent: readonly string[]
  /** Agents with tokens, in the order of the file; those that are no longer in it last. */
  readonly agents: readonly string[]
  readonly total: TokenSum
  readonly doubts: Doubts
  /** The rows of the ledger behind it, and what they cost. */
  readonly rows: readonly LedgerRow[]
  readonly priceRow: PriceRow
}

/** Where the numbers come from. */
export type Origin = Pick<TokensReport, 'file' | 'watchdog' | 'counting' | 'sinceMs' | 'agent'> & {
  /** Names of the team's agents, in the order of its file. */
  readonly names: readonly string[]
  readonly isApiBilled: (agent: string) => boolean
  /** By agent. */
  readonly doubted: ReadonlyMap<string, Doubts>
}

/** Adds up rows of the ledger, of one agent if one was asked for. */
export function reportTokens(
  { names, isApiBilled, doubted, ...origin }: Origin,
  all: readonly LedgerRow[],
  priceRow: PriceRow,
): TokensReport {
  const rows = all.filter((row) => origin.agent === null || row.agent === origin.agent)
  const used = [...new Set(rows.map((row) => row.agent))]
  const agents = [
    ...names.filter((name) => used.includes(name)),
    ...used.filter((name) => !names.includes(name)),
  ]
  return {
    ...origin,
    apiEquivalent: agents.filter((agent) => !isApiBilled(agent)),
    agents,
    total: sumRows(rows, priceRow),
    doubts: addDoubts(
      [...doubted].filter(([name]) => [null, name].includes(origin.agent)).map(([, one]) => one),
    ),
    rows,
    priceRow,
  }
}

function addDoubts(all: readonly Doubts[]): Doubts {
  return {
    oddAnswers: all.reduce((sum, { oddAnswers }) => sum + oddAnswers, 0),
    badLines: all.reduce((sum, { badLines }) => sum + badLines, 0),
  }
}

/** The rows of a report told apart. */
export function groupsOf({ rows, priceRow }: TokensReport, ...by: readonly Grouping[]): TokenGroup[] {
  return groupRows(rows, by, priceRow)
}

/** Whether the numbers grow while one looks. */
export function isCounting({ watchdog, counting }: Pick<TokensReport, 'watchdog' | 'counting'>): boolean {
  return counting !== false && (watchdog.kind === 'running' || watchdog.kind === 'starting')
}

/** Up to when answers are in the numbers, as far as the watchdog tells. */
export function countedUntilMs(watchdog: WatchdogState, nowMs: number): number {
  if ('tickAgeMs' in watchdog) return nowMs - watchdog.tickAgeMs
  return 'sinceMs' in watchdog ? watchdog.sinceMs : nowMs
}
