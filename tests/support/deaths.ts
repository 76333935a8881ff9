import type { Member } from '../../src/model/memory.ts'
import { HOUR_MS, NOON_MS, SECOND_MS } from './situation.ts'

/** How a run that failed an hour ago ended. */
export const EXIT_1 = { atMs: NOON_MS - HOUR_MS, status: 1, signal: null, how: 'exited' }

/** A member that died so many times in a row, a second after each start, the last time just now. */
export function died(times: number, fields: Partial<Member> = {}): Partial<Member> {
  const deaths = Array.from({ length: times }, (_, index) => ({
    ...{ atMs: NOON_MS - (times - 1 - index) * SECOND_MS, livedMs: SECOND_MS, shared: false },
  }))
  return { run: 'off', deaths, lastEnd: { ...EXIT_1, atMs: NOON_MS }, ...fields }
}
