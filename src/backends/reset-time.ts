import { parseDurationMs } from '../model/time.ts'
import { nextClockTimeMs } from '../model/waiting-until.ts'

/**
 * When a usage limit ends, ms, from the words of its banner as first seen at `seenMs`: an epoch, an ISO time, `in 2h`,
 * `3pm`, `3:20am` or `15:20`, the last three by the machine's clock or by a zone in brackets. null: no time is named.
 */
export function resetMs(text: string, seenMs: number): number | null {
  const epoch = /\b(1[5-9]\d{8}|2\d{9})\b/.exec(text)?.[1]
  if (epoch) return Number(epoch) * 1000
  const iso = /\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)?/.exec(text)?.[0]
  if (iso && !Number.isNaN(Date.parse(iso))) return Date.parse(iso)
  const span = /\bin (\d+(?:\.\d+)?(?:s|m|h|d)(?:\d+(?:s|m|h|d))*)\b/.exec(text)?.[1]
  if (span) return seenMs + (parseDurationMs(span) ?? 0)
  return clockTimeMs(text, seenMs)
}

function clockTimeMs(text: string, seenMs: number): number | null {
  const match =
    /\b(\d{1,2})(?::([0-5]\d))?\s?([ap]m)\b/i.exec(text) ?? /\b([01]?\d|2[0-3]):([0-5]\d)\b/.exec(text)
  if (!match) return null
  const half = match[3]?.toLowerCase()
  const hour = half ? (Number(match[1]) % 12) + (half === 'pm' ? 12 : 0) : Number(match[1])
  const minute = Number(match[2] ?? 0)
  const zone = /\(([A-Za-z]+(?:\/[A-Za-z0-9_+-]+)*)\)/.exec(text)?.[1]
  return zone ? zonedClockTimeMs(hour, minute, zone, seenMs) : nextClockTimeMs(hour, minute, seenMs)
}

/** The next moment after `fromMs` at which clocks in `zone` show the time; an unknown zone counts as the machine's. */
function zonedClockTimeMs(hour: number, minute: number, zone: string, fromMs: number): number {
  const shown = clockOf(zone)
  if (!shown) return nextClockTimeMs(hour, minute, fromMs)
  const MINUTE_MS = 60_000
  const start = Math.ceil((fromMs + 1) / MINUTE_MS) * MINUTE_MS
  // A day has at most 25 hours where clocks change, and zones are whole minutes apart: one such minute must come.
  for (let at = start; at < start + 25 * 60 * MINUTE_MS; at += MINUTE_MS) {
    if (shown.format(at) === `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`) return at
  }
  return nextClockTimeMs(hour, minute, fromMs)
}

function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  } catch {
    // A word in brackets that is no zone: Intl says so by throwing.
    return null
  }
}
