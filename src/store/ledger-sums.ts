import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { LedgerRow } from '../model/ledger.ts'
import { tokensFrom } from './token-columns.ts'

/** The sums of some windows, together: no row says which window it is from. */
export function sumsOfWindows(database: DatabaseSync, windows: readonly number[]): LedgerRow[] {
  const statement = database.prepare(
    `SELECT agent, model, prompt_up_to, sum(input) AS input, sum(output) AS output, sum(reasoning) AS reasoning,
         sum(cache_read) AS cache_read, sum(write_5m) AS write_5m, sum(write_1h) AS write_1h,
         sum(answers) AS answers, min(first_ms) AS first_ms, max(last_ms) AS last_ms
       FROM token_sums WHERE window IN (SELECT value FROM json_each(?))
       GROUP BY agent, model, prompt_up_to ORDER BY agent, model, prompt_up_to`,
  )
  // Sums beyond 2^53 are no numbers to node:sqlite, and would make it throw.
  statement.setReadBigInts(true)
  const rows = statement.all(JSON.stringify(windows))
  return rows.map((row) => ({ window: null, ...sumFrom(row) }))
}

/** What a row with the sums of one agent and model says. */
export function sumFrom(row: Record<string, SQLOutputValue>): Omit<LedgerRow, 'window'> {
  return {
    agent: String(row.agent),
    model: String(row.model),
    promptUpTo: Number(row.prompt_up_to) || Number.POSITIVE_INFINITY,
    tokens: tokensFrom(row),
    answers: Number(row.answers),
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
  }
}
