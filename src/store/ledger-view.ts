import type { DatabaseSync } from 'node:sqlite'
import type { LedgerRow } from '../model/ledger.ts'
import type { Tokens } from '../model/tokens.ts'

/** What to read of the ledger; `sinceMs` counts answers from that moment on alone. */
export interface LedgerQuery {
  readonly sinceMs?: number
}

/** Sums in the order of windows, agents and models. Empty when nothing was booked. */
export function readLedger(_database: DatabaseSync, _query: LedgerQuery = {}): LedgerRow[] {
  throw new Error('not built')
}

/** Tokens of each agent since a moment. */
export function readUsedSince(_database: DatabaseSync, _sinceMs: number): Readonly<Record<string, Tokens>> {
  throw new Error('not built')
}
