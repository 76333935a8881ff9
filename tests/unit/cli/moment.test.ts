import { expect, test } from 'vitest'
import { formatMoment, parseSince } from '../../../src/cli/moment.ts'

const NOW = new Date('2026-01-31T12:00:00').getTime()
const HOUR = 3_600_000

test('a moment of today is its time, any other has its date', () => {
  expect(formatMoment(NOW - HOUR, NOW)).toBe('11:00:00')
  expect(formatMoment(NOW - 13 * HOUR, NOW)).toBe('2026-01-30 23:00:00')
})

test.each([
  ['90m', NOW - 1.5 * HOUR],
  ['2h30m', NOW - 2.5 * HOUR],
  ['11:30', NOW - HOUR / 2],
  ['22:00', NOW - 14 * HOUR],
  ['2026-01-31', NOW - 12 * HOUR],
  ['2026-01-31T09:00', NOW - 3 * HOUR],
  ['2026-01-31T09:00:00Z', Date.UTC(2026, 0, 31, 9)],
])('--since %s', (text, ms) => {
  expect(parseSince(text, NOW)).toBe(ms)
})

test.each(['', 'soon', '25:00', '-1h', '31.01.2026', '2026-13-45'])('"%s" is no time', (text) => {
  expect(() => parseSince(text, NOW)).toThrow(/is no time/)
})
