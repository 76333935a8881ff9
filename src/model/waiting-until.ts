import { parseDurationMs } from './time.ts'

/**
 * The moment that a `WAITING-UNTIL <value>` means, ms; null when the value is no time. An undated or relative one
 * counts from when the line was first seen: ISO time, `HH:MM` (the next such time by the machine's zone), epoch
 * seconds or milliseconds, `+20m`.
 */
export function waitingUntilMs(value: string, seenMs: number): number | null {
  const text = value.trim()
  if (text.startsWith('+')) {
    const span = parseDurationMs(text.slice(1))
    return span === null ? null : seenMs + span
  }
  if (/^\d{10}$/.test(text)) return Number(text) * 1000
  if (/^\d{13}$/.test(text)) return Number(text)
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (clock) return nextClockTimeMs(Number(clock[1]), Number(clock[2]), seenMs)
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}

/** The next time after `fromMs` at which the machine's clock shows hour and minute. */
export function nextClockTimeMs(hour: number, minute: number, fromMs: number): number {
  const day = new Date(fromMs)
  day.setHours(hour, minute, 0, 0)
  if (day.getTime() <= fromMs) day.setDate(day.getDate() + 1)
  return day.getTime()
}
