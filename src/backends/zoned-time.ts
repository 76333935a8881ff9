/** A clock time, perhaps of one weekday or date. */
export interface ClockTime {
  readonly hour: number
  readonly minute: number
  /** 0 is Sunday; null: any. */
  readonly weekday: number | null
  /** 0 is January; null: any. */
  readonly month: number | null
  readonly day: number | null
  /** IANA name; null, or one that nobody knows: the machine's zone. */
  readonly zone: string | null
}

const DAY_MS = 86_400_000

/**
 * The next moment after `fromMs` at which clocks in the zone show the time, ms; null: none within a year. Where clocks
 * are put forward over it: as much later; where they are put back: both times count.
 */
export function nextMoment(time: ClockTime, fromMs: number): number | null {
  const shows = clockOf(time.zone)
  const today = Math.floor(shownAt(shows, fromMs) / DAY_MS) * DAY_MS
  for (let days = 0; days <= 366; days++) {
    const date = new Date(today + days * DAY_MS)
    if (!isMeant(time, date)) continue
    const shown = date.getTime() + (time.hour * 60 + time.minute) * 60_000
    const next = momentsOf(shows, shown).find((at) => at > fromMs)
    if (next !== undefined) return next
  }
  return null
}

function isMeant({ weekday, month, day }: ClockTime, date: Date): boolean {
  if (weekday !== null && date.getUTCDay() !== weekday) return false
  return month === null || (date.getUTCMonth() === month && date.getUTCDate() === day)
}

/** The moments at which clocks show `shown` (as if in UTC), earliest first. */
function momentsOf(shows: Intl.DateTimeFormat, shown: number): number[] {
  // The offset changes at most once in two days.
  const offsets = [shown - DAY_MS, shown + DAY_MS].map((at) => shownAt(shows, at) - at)
  const moments = offsets.map((offset) => shown - offset).sort((a, b) => a - b)
  const real = moments.filter((at) => shownAt(shows, at) === shown)
  return real.length > 0 ? real : moments.slice(-1)
}

/** What clocks show at a moment, to the minute, as if it were UTC. */
function shownAt(shows: Intl.DateTimeFormat, atMs: number): number {
  const parts = Object.fromEntries(shows.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute) + (atMs % 60_000)
}

function clockOf(zone: string | null): Intl.DateTimeFormat {
  const fields = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const
  const options = { ...fields, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' } as const
  try {
    return new Intl.DateTimeFormat('en', zone === null ? options : { ...options, timeZone: zone })
  } catch {
    // A word in brackets that is no zone: Intl says so by throwing.
    return new Intl.DateTimeFormat('en', options)
  }
}
