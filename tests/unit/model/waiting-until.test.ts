import { afterEach, describe, expect, test } from 'vitest'
import { waitingUntilMs } from '../../../src/model/waiting-until.ts'
import { inZone } from '../../support/zone.ts'

inZone('UTC')
afterEach(() => inZone('UTC'))

const until = (value: string, seen = '2026-11-20T12:00:00Z') => {
  const at = waitingUntilMs(value, Date.parse(seen))
  return at === null ? null : new Date(at).toISOString()
}

test.each([
  ['2026-11-20T14:30:00Z', '2026-11-20T14:30:00.000Z'],
  ['2026-11-20T14:30:00+02:00', '2026-11-20T12:30:00.000Z'],
  ['2026-11-20T14:30', '2026-11-20T14:30:00.000Z'],
  ['2026-11-20 14:30', '2026-11-20T14:30:00.000Z'],
  ['14:30', '2026-11-20T14:30:00.000Z'],
  ['9:05', '2026-11-21T09:05:00.000Z'],
  ['1795190400', '2026-11-20T16:00:00.000Z'],
  ['1795190400000', '2026-11-20T16:00:00.000Z'],
  ['+20m', '2026-11-20T12:20:00.000Z'],
  ['+1h30m', '2026-11-20T13:30:00.000Z'],
  ['+90', '2026-11-20T12:01:30.000Z'],
])('%s is %s', (value, at) => {
  expect(until(value)).toBe(at)
})

test.each([
  '',
  'tomorrow',
  '24:00',
  '12:60',
  '+',
  '+x',
  '2026-13-40T00:00',
  '12',
  '+9999999999d',
  '9999999999999',
  '1000000000',
])('"%s" is no time', (value) => {
  expect(until(value)).toBe(null)
})

describe('a clock time', () => {
  test('goes over midnight', () => {
    expect(until('00:10', '2026-11-20T23:50:00Z')).toBe('2026-11-21T00:10:00.000Z')
  })

  test("that has just gone by when the line is seen is that one, not tomorrow's", () => {
    expect(until('14:30', '2026-11-20T14:30:20Z')).toBe('2026-11-20T14:30:00.000Z')
    expect(until('14:30', '2026-11-20T14:41:00Z')).toBe('2026-11-21T14:30:00.000Z')
  })

  test('is told by the clock of the machine', () => {
    inZone('America/New_York')
    expect(until('14:30')).toBe('2026-11-20T19:30:00.000Z')
  })

  test('that clocks are put forward over is as much later', () => {
    inZone('Europe/Berlin')
    expect(until('02:30', '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:30:00.000Z')
  })

  test('of the next day does not suffer from the gap of this one', () => {
    inZone('Europe/Berlin')
    expect(until('02:30', '2026-03-29T02:00:00Z')).toBe('2026-03-30T00:30:00.000Z')
  })

  test('that comes twice is the next of both', () => {
    inZone('Europe/Berlin')
    expect(until('02:30', '2026-10-24T23:00:00Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(until('02:30', '2026-10-25T00:50:00Z')).toBe('2026-10-25T01:30:00.000Z')
    expect(until('02:30', '2026-10-25T01:50:00Z')).toBe('2026-10-26T01:30:00.000Z')
  })
})
