import { type ClockTime, nextMoment } from './zoned-time.ts'

/** No usage limit lasts longer; what names a later moment was not understood. */
const FAR_MS = 62 * 24 * 3_600_000
const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 }
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/**
 * When a usage limit ends, ms, from the words of its banner as first seen at `seenMs`: an epoch, an ISO time,
 * `in 2h 5m`, `in 4 days 20 hours`, or a clock time (`3pm`, `3:20am`, `15:20`), alone or with a date (`Mon`, `Sep 1 at`,
 * `Feb 23rd, 2026`), by the machine's clock or by a zone in brackets. null: no believable time is named.
 */
export function resetMs(text: string, seenMs: number): number | null {
  const atMs = epochMs(text) ?? isoMs(text) ?? spanMs(text, seenMs) ?? clockMs(text, seenMs)
  return atMs === null || Math.abs(atMs - seenMs) > FAR_MS ? null : atMs
}

function epochMs(text: string): number | null {
  const epoch = /\b(1[5-9]\d{8}|2\d{9})\b/.exec(text)?.[1]
  return epoch ? Number(epoch) * 1000 : null
}

function isoMs(text: string): number | null {
  const iso = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(UTC|Z|[+-]\d\d:?\d\d)?/.exec(text)
  if (!iso) return null
  const at = Date.parse(`${iso[1]}T${iso[2]}${iso[3] === 'UTC' ? 'Z' : (iso[3] ?? '')}`)
  return Number.isNaN(at) ? null : at
}

/** `in 2h5m`, `in 59m 56s`, `in 4 days 20 hours 9 minutes`. */
function spanMs(text: string, seenMs: number): number | null {
  const span = /\bin ((?:\d+ ?(?:days?|hours?|minutes?|seconds?|[dhms])(?![a-z])[ ,]*)+)/i.exec(text)?.[1]
  if (!span) return null
  const parts = span.matchAll(/(\d+) ?([dhms])/gi)
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit?.toLowerCase() ?? ''] ?? 0),
    seenMs,
  )
}

function clockMs(text: string, seenMs: number): number | null {
  const clock = readClock(text)
  if (!clock) return null
  const before = text.slice(0, clock.index)
  return nextMoment({ ...clock.time, ...readDate(before), zone: readZone(text.slice(clock.index)) }, seenMs)
}

function readClock(text: string): { time: Pick<ClockTime, 'hour' | 'minute'>; index: number } | null {
  const twelve = /\b(1[0-2]|0?[1-9])(?::([0-5]\d))? ?([ap])m\b/i.exec(text)
  const found = twelve ?? /\b([01]?\d|2[0-3]):([0-5]\d)\b/.exec(text)
  if (!found) return null
  const half = twelve?.[3]?.toLowerCase()
  const hour = half ? (Number(found[1]) % 12) + (half === 'p' ? 12 : 0) : Number(found[1])
  return { time: { hour, minute: Number(found[2] ?? 0) }, index: found.index }
}

/** The date right before a clock time: `Mon `, `Nov 24, `, `Sep 1 at `, `Feb 23rd, 2026 `. */
function readDate(before: string): Pick<ClockTime, 'weekday' | 'month' | 'day'> {
  const weekday = WEEKDAYS.indexOf(
    /\b(sun|mon|tue|wed|thu|fri|sat)[a-z]*,? (?:at )?$/i.exec(before)?.[1]?.toLowerCase() ?? '',
  )
  const date = /\b([a-z]{3})[a-z]* (\d{1,2})(?:st|nd|rd|th)?,?(?: \d{4},?)? (?:at )?$/i.exec(before)
  const month = MONTHS.indexOf(date?.[1]?.toLowerCase() ?? '')
  return {
    weekday: weekday < 0 ? null : weekday,
    ...(month < 0 ? { month: null, day: null } : { month, day: Number(date?.[2]) }),
  }
}

/** A zone behind the time: `(Europe/Dublin)`, `(Etc/GMT+5)`, or a bare `UTC`. Others are the machine's own. */
function readZone(after: string): string | null {
  return (
    /\(([A-Za-z]+(?:\/[A-Za-z0-9_+-]+)*)\)/.exec(after)?.[1] ?? (/\b(UTC|GMT)\b/.test(after) ? 'UTC' : null)
  )
}
