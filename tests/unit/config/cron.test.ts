import { CronExpressionParser } from 'cron-parser'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cronMend, isTimeZone } from '../../../src/config/cron.ts'

/** Fields that are often right and sometimes nonsense. */
const item = fc.oneof(
  fc.constantFrom(
    '*',
    '*/5',
    '*/0',
    '1-5',
    '5-1',
    '1-5/2',
    'jan',
    'MON-fri',
    'feb,apr',
    '31',
    '30',
    '29',
    '7',
    '',
    '-',
    '5/2',
    '1-2-3',
    'L',
    '?',
    '0x1',
    '1#2',
  ),
  fc.nat({ max: 70 }).map(String),
)
const line = fc.tuple(item, item, item, item, item).map((fields) => fields.join(' '))

/** Whether cron-parser, which computes the times later, can do it too. */
function hasNext(text: string): boolean {
  try {
    return CronExpressionParser.parse(text, { tz: 'Europe/Berlin' }).next().toDate().getTime() > 0
  } catch {
    return false
  }
}

test('a line that is accepted has a next time', () => {
  fc.assert(
    fc.property(line, (text) => {
      if (cronMend(text) === null) expect(hasNext(text), text).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test.each([
  '* * * * *',
  '0 9 * * 1-5',
  '*/15 0-6,20-23 1,15 jan-mar,dec mon',
  '0 0 29 2 *',
  '0 0 31 2 mon',
  '59 23 31 12 7',
  ' 0  9 * * * ',
])('%j is right', (text) => {
  expect(cronMend(text)).toBeNull()
  expect(hasNext(text)).toBe(true)
})

test.each([
  ['', 'five fields'],
  ['0 9 * * * *', 'five fields'],
  ['60 * * * *', 'minute'],
  ['* 24 * * *', 'hour'],
  ['* * 0 * *', 'day of the month'],
  ['* * * 13 *', 'month'],
  ['* * * * 8', 'day of the week'],
  ['5/2 * * * *', 'minute'],
  ['5-1 * * * *', 'minute'],
  ['0 0 30 feb *', 'a day that one of its months has'],
  ['0 0 31 4,6,9,11 *', 'a day that one of its months has'],
])('%j is wrong, and the mend names the field: %s', (text, mend) => {
  expect(cronMend(text)).toContain(mend)
})

test('zones are those of the IANA list', () => {
  expect(['Europe/Berlin', 'UTC', 'America/Argentina/Salta'].map(isTimeZone)).toEqual([true, true, true])
  expect(['Europe/Berln', '', 'Mars/Base', 'x'.repeat(1000)].map(isTimeZone)).toEqual([
    false,
    false,
    false,
    false,
  ])
})
