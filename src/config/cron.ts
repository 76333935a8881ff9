const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
/** Days of each month in a leap year. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

interface Field {
  readonly what: string
  readonly from: number
  readonly to: number
  readonly names: readonly string[]
}

const FIELDS: readonly Field[] = [
  { what: 'minute', from: 0, to: 59, names: [] },
  { what: 'hour', from: 0, to: 23, names: [] },
  { what: 'day of the month', from: 1, to: 31, names: [] },
  { what: 'month', from: 1, to: 12, names: MONTHS },
  { what: 'day of the week', from: 0, to: 7, names: WEEKDAYS },
]

/**
 * Why a cron line is wrong, as an order how to mend it; null when it is right. Five fields (minute, hour, day, month, weekday), lists,
 * ranges, steps and English names: what cron-parser takes too. It is not asked itself, since loading it costs as much as Node's own start.
 */
export function cronMend(line: string): string | null {
  const parts = line.trim().split(/\s+/)
  if (parts.length !== 5)
    return `write five fields, as in "0 9 * * 1-5" (found ${line.trim() === '' ? 0 : parts.length})`
  for (const [index, field] of FIELDS.entries()) {
    if (!isField(parts[index] ?? '', field)) return `mend the ${field.what}: ${example(field)}`
  }
  return neverComes(parts) ? 'choose a day that one of its months has' : null
}

/** Whether `zone` is a time zone that this Node knows. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function example({ from, to, names }: Field): string {
  const named = names.length > 0 ? ` or ${names[0]}-${names.at(-1)}` : ''
  return `* or numbers ${from}-${to}${named}, with lists (1,2), ranges (1-5) and steps (*/2)`
}

function isField(text: string, field: Field): boolean {
  return text.split(',').every((item) => {
    const [, range, step] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(item) ?? []
    if (range === undefined || (step !== undefined && !isStep(Number(step), range, field))) return false
    if (range === '*') return true
    const ends = range.split('-').map((end) => numberOf(end, field))
    const [first = NaN, last = first] = ends
    return ends.length <= 2 && first >= field.from && first <= last && last <= field.to
  })
}

/** A step needs something to step through: `*` or a range. */
function isStep(step: number, range: string, field: Field): boolean {
  return step >= 1 && step <= field.to && /[*-]/.test(range)
}

function numberOf(text: string, field: Field): number {
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const index = field.names.indexOf(text.toLowerCase())
  return index === -1 ? NaN : index + field.from
}

/** A day like the 31st of February, unless a weekday brings it anyway. */
function neverComes([, , day = '*', month = '*', weekday = '*']: readonly string[]): boolean {
  if (!/^\d+(,\d+)*$/.test(day) || weekday !== '*' || month.startsWith('*')) return false
  const firstDay = Math.min(...day.split(',').map(Number))
  return monthsOf(month).every((index) => firstDay > (MONTH_DAYS[index - 1] ?? 31))
}

function monthsOf(text: string): number[] {
  return text.split(',').flatMap((item) => {
    const [range = '', step = '1'] = item.split('/')
    const [first = 1, last = first] = range.split('-').map((end) => numberOf(end, FIELDS[3] as Field))
    return Array.from({ length: 12 }, (_, i) => i + 1).filter(
      (m) => m >= first && m <= last && (m - first) % Number(step) === 0,
    )
  })
}
