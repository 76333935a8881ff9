import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { type LedgerRow, OUTSIDE, type TokenWindow } from '../model/ledger.ts'
import type { Tokens } from '../model/tokens.ts'
import { asTrouble } from './database.ts'
import { sumFrom } from './ledger-sums.ts'
import { tokensFrom } from './token-columns.ts'

/** What to read of the ledger; `sinceMs` counts answers from that moment on alone. */
export interface LedgerQuery {
  readonly sinceMs?: number
}

/** What an agent used, all parts together. */
export interface AgentUse {
  readonly total: number
  /** Of the total what was used from the moment on that was asked for. */
  readonly recent: number
}

/** A row by its columns. */
export type LedgerSqlRow = Record<string, SQLOutputValue>

const PARTS = ['input', 'output', 'reasoning', 'cache_read', 'write_5m', 'write_1h']
const SUMMED_PARTS = PARTS.map((part) => `sum(${part}) AS ${part}`).join(', ')
const ALL_PARTS = PARTS.join(' + ')
const KEY = 'window, agent, model, prompt_up_to'

/** Sums in the order of windows, agents and models. Empty when nothing was booked. Throws StoreTrouble. */
export function readLedger(database: DatabaseSync, { sinceMs }: LedgerQuery = {}): LedgerRow[] {
  const sums = sinceMs === undefined ? 'SELECT * FROM token_sums' : SUMS_SINCE
  const sql = `SELECT * FROM (${sums}) LEFT JOIN token_windows ON id = window ORDER BY ${KEY}`
  return rowsOf(database, sql, sinceMs === undefined ? [] : [sinceMs]).map(ledgerRow)
}

/** Parts from 1 on are growth of an answer that is counted already. */
const SUMS_SINCE = `
  SELECT ${KEY}, ${SUMMED_PARTS}, sum(part = 0) AS answers, min(at_ms) AS first_ms, max(at_ms) AS last_ms
  FROM token_uses WHERE at_ms >= ? GROUP BY ${KEY}`

/** Tokens of each agent since a moment. Throws StoreTrouble. */
export function readUsedSince(database: DatabaseSync, sinceMs: number): Readonly<Record<string, Tokens>> {
  const sql = `SELECT agent, ${SUMMED_PARTS} FROM token_uses WHERE at_ms >= ? GROUP BY agent`
  const rows = rowsOf(database, sql, [sinceMs])
  return Object.fromEntries(rows.map((row) => [String(row.agent), tokensFrom(row)]))
}

/** What each agent used in all and since a moment, by name; one small query, for `agents status`. Throws StoreTrouble. */
export function readAgentUse(database: DatabaseSync, sinceMs: number): ReadonlyMap<string, AgentUse> {
  const sql = `
    SELECT agent, sum(total) AS total, sum(recent) AS recent FROM (
      SELECT agent, ${ALL_PARTS} AS total, 0 AS recent FROM token_sums
      UNION ALL SELECT agent, 0, ${ALL_PARTS} FROM token_uses WHERE at_ms >= ?
    ) GROUP BY agent`
  const rows = rowsOf(database, sql, [sinceMs])
  return new Map(
    rows.map((row) => [String(row.agent), { total: Number(row.total), recent: Number(row.recent) }]),
  )
}

/** Rows of the ledger's tables; none of a record that an older version wrote, which has no ledger yet. Throws StoreTrouble. */
export function rowsOf(database: DatabaseSync, sql: string, values: readonly number[]): LedgerSqlRow[] {
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'token_sums'").get()
    if (!table) return []
    const statement = database.prepare(sql)
    // Sums beyond 2^53 are no numbers to node:sqlite, and would make it throw.
    statement.setReadBigInts(true)
    return statement.all(...values)
  } catch (error) {
    throw asTrouble(error, database.location() ?? 'state.db')
  }
}

function ledgerRow(row: LedgerSqlRow): LedgerRow {
  return {
    window: Number(row.window) === OUTSIDE || row.id === null ? null : windowIn(row),
    ...sumFrom(row),
  }
}

function windowIn(row: LedgerSqlRow): TokenWindow {
  const orNull = (value: SQLOutputValue | undefined) => (value === null ? null : Number(value))
  return {
    id: Number(row.id),
    phase: String(row.phase),
    label: row.label === null ? null : String(row.label),
    startedMs: Number(row.started_ms),
    claimedMs: orNull(row.claimed_ms),
    endedMs: orNull(row.ended_ms),
    recorded: Number(row.recorded) === 1,
  }
}
