import type { DatabaseSync } from 'node:sqlite'
import { type LedgerQuery, rowsOf } from './ledger-view.ts'

/** What transcripts said that is not quite as it should be. */
export interface Doubts {
  /** Answers with a count that was no whole number, or with two that disagreed (docs/transcripts.md); of the last 60 days. */
  readonly oddAnswers: number
  /** Lines or rows that could not be read, since counting began. */
  readonly badLines: number
}

/** By agent; only agents of whom there is one. Throws StoreTrouble. */
export function readDoubts(
  database: DatabaseSync,
  { sinceMs = 0 }: LedgerQuery = {},
): ReadonlyMap<string, Doubts> {
  const sql = `
    SELECT agent, sum(odd) AS odd, sum(bad) AS bad FROM (
      SELECT agent, count(*) AS odd, 0 AS bad FROM token_uses WHERE odd = 1 AND part = 0 AND at_ms >= ? GROUP BY agent
      UNION ALL SELECT agent, 0, bad FROM token_sources WHERE bad > 0
    ) GROUP BY agent`
  const rows = rowsOf(database, sql, [sinceMs])
  return new Map(
    rows.map((row) => [String(row.agent), { oddAnswers: Number(row.odd), badLines: Number(row.bad) }]),
  )
}
