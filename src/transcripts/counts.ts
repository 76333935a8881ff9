/** More tokens than this is no count. */
export const LARGEST_COUNT = 10 ** 12

/** A count as the totals take it. */
export interface Count {
  readonly count: number
  /** What was logged is no whole number from 0 to LARGEST_COUNT. */
  readonly odd: boolean
}

/** Reads a logged count: digits in a string are its number, nothing is 0, anything else is 0 and odd. */
export function readCount(value: unknown): Count {
  if (value === undefined || value === null) return { count: 0, odd: false }
  // `+ 0` makes 0 of -0.
  if (isCount(value)) return { count: value + 0, odd: false }
  const digits = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : 0
  return { count: isCount(digits) ? digits : 0, odd: true }
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= LARGEST_COUNT
}
