import { expect, test } from 'vitest'
import { readCount } from '../../../src/transcripts/counts.ts'
import { readIsoTime } from '../../../src/transcripts/times.ts'

test('a whole number is a count, and nothing is none', () => {
  for (const count of [0, 7, 1e12]) expect(readCount(count)).toEqual({ count, odd: false })
  for (const nothing of [undefined, null]) expect(readCount(nothing)).toEqual({ count: 0, odd: false })
  expect(Object.is(readCount(-0).count, 0)).toBe(true)
})

test('digits in a string are counted, and marked', () => {
  expect(readCount('1234')).toEqual({ count: 1234, odd: true })
  expect(readCount('007')).toEqual({ count: 7, odd: true })
})

test('what is no count is 0 and marked', () => {
  for (const value of [
    -1,
    1.5,
    1e12 + 1,
    1e300,
    Number.NaN,
    '',
    '-1',
    '1e3',
    ' 1',
    '9'.repeat(400),
    true,
    [],
    {},
  ]) {
    expect(readCount(value), String(value)).toEqual({ count: 0, odd: true })
  }
})

test('an ISO time with a zone is read, and nothing else', () => {
  expect(readIsoTime('2026-03-01T12:00:00.250Z')).toBe(Date.UTC(2026, 2, 1, 12, 0, 0, 250))
  expect(readIsoTime('2026-03-01T12:00:00+02:00')).toBe(Date.UTC(2026, 2, 1, 10))
  expect(readIsoTime('2026-03-01T12:00-0530')).toBe(Date.UTC(2026, 2, 1, 17, 30))
  for (const value of [
    '2026-03-01T12:00:00',
    '2026-03-01',
    '1 May 2026',
    '2026-13-01T00:00:00Z',
    '',
    5,
    null,
  ]) {
    expect(readIsoTime(value), String(value)).toBeNull()
  }
})
