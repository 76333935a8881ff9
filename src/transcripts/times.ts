const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

/** The furthest moment from 1970 that a Date can have, ms (ECMAScript, "Time Values and Time Range"). */
const FURTHEST_MS = 8.64e15

/** A number of ms since 1970; null: it is none, or no calendar has that moment. */
export function readMs(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) <= FURTHEST_MS ? value : null
}

/** The ms since 1970 of an ISO time with a zone; null: it is none. */
export function readIsoTime(value: unknown): number | null {
  if (typeof value !== 'string' || !ISO_WITH_ZONE.test(value)) return null
  const ms = Date.parse(value)
  return Number.isNaN(ms) ? null : ms
}
