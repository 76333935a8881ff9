import type { SQLOutputValue } from 'node:sqlite'
import type { Tokens } from '../model/tokens.ts'

/** The six parts from a row that has them as columns. */
export function tokensFrom(row: Record<string, SQLOutputValue>): Tokens {
  return {
    input: Number(row.input),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
    cacheRead: Number(row.cache_read),
    cacheWrite5m: Number(row.write_5m),
    cacheWrite1h: Number(row.write_1h),
  }
}
