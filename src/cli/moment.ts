import { parseDurationMs } from '../model/time.ts'
import { usageError } from './exit.ts'

/** A moment in local time for people: `03:12:04`, with its date in front when that is not today's. */
export function formatMoment(ms: number, nowMs: number): string {
  const { date, time } = localParts(ms)
  return date === localParts(nowMs).date ? time : `${date} ${time}`
}

/** A moment in local time with its date, always as long, so that lines sort by it: `2026-01-31 03:12:04`. */
export function formatStamp(ms: number): string {
  const { date, time } = localParts(ms)
  return `${date} ${time}`
}

/** The local date of a moment: `2026-01-31`. */
export function formatDay(ms: number): string {
  return localParts(ms).date
}

/** What `--since` means, as a moment: a span before now (`90m`), a time of the last 24 hours (`03:12`), or an ISO time. */
export function parseSince(text: string, nowMs: number): number {
  const spanMs = parseDurationMs(text)
  if (spanMs !== null) return nowMs - spanMs
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (clock) return lastClockTime(Number(clock[1]), Number(clock[2]), nowMs)
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(localIfDateOnly(text)) : Number.NaN
  if (!Number.isNaN(at)) return at
  throw usageError(
    `"${text}" is no time.`,
    'Write a span (90m, 2h, 1d), a time (03:12), or a date (2026-01-31T03:12).',
  )
}

function localParts(ms: number): { date: string; time: string } {
  const at = new Date(ms)
  const date = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits).join('-')
  return { date, time: [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':') }
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}

function lastClockTime(hour: number, minute: number, nowMs: number): number {
  const at = new Date(nowMs)
  at.setHours(hour, minute, 0, 0)
  if (at.getTime() > nowMs) at.setDate(at.getDate() - 1)
  return at.getTime()
}

/** JavaScript reads a bare date as midnight in Greenwich; a person means their own midnight. */
function localIfDateOnly(text: string): string {
  return text.length === 10 ? `${text}T00:00` : text
}
