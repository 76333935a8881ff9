import { parseDurationMs } from './time.ts'

/** A clock time this little past is the one that was meant: the line was drawn, or seen, a little late. */
const LATE_MS = 10 * 60_000
/** Nobody means a moment further away than this; Date cannot even tell the furthest ones. */
const FAR_MS = 366 * 24 * 3_600_000

/**
 * The moment that a `WAITING-UNTIL <value>` means, ms; null when the value is no time. An undated or relative one
 * counts from when the line was first seen: ISO time, `HH:MM` (the next such time by the machine's zone), epoch
 * seconds or milliseconds, `+20m`.
 */
export function waitingUntilMs(value: string, seenMs: number): number | null {
  const atMs = readMoment(value.trim(), seenMs)
  return atMs === null || Math.abs(atMs - seenMs) > FAR_MS ? null : atMs
}

function readMoment(text: string, seenMs: number): number | null {
  if (text.startsWith('+')) {
    const span = parseDurationMs(text.slice(1))
    return span === null ? null : seenMs + span
  }
  if (/^\d{10}$/.test(text)) return Number(text) * 1000
  if (/^\d{13}$/.test(text)) return Number(text)
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (clock) return nextClockTimeMs(Number(clock[1]), Number(clock[2]), seenMs - LATE_MS)
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

/**
 * The next time after `fromMs` at which the machine's clock shows hour and minute. Where clocks are put forward over
 * it: as much later; where they are put back: both times count.
 */
export function nextClockTimeMs(hour: number, minute: number, fromMs: number): number {
  const day = new Date(fromMs)
  const on = (days: number) =>
    new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, hour, minute).getTime()
  const today = [on(0), secondOf(on(0))].find((at) => at > fromMs)
  return today ?? on(1)
}

/** The same clock time an hour later, when clocks are put back in between; else the time itself. */
function secondOf(atMs: number): number {
  const [first, later] = [new Date(atMs), new Date(atMs + 3_600_000)]
  return first.getHours() === later.getHours() && first.getMinutes() === later.getMinutes()
    ? later.getTime()
    : atMs
}
