import { afterEach, describe, expect, test } from 'vitest'
import { latestDueMs, wakesDue } from '../../../src/observe/wakes.ts'
import {
  aMember,
  aSituation,
  aTeam,
  aWake,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  withAgent,
} from '../../support/situation.ts'
import { inZone } from '../../support/zone.ts'

inZone('UTC')
afterEach(() => inZone('UTC'))

const due = (wake: Partial<Parameters<typeof aWake>[0]>, since: string, now: string) => {
  const at = latestDueMs(aWake(wake), Date.parse(since), Date.parse(now))
  return at === null ? null : new Date(at).toISOString().slice(0, 16)
}

describe('every', () => {
  const every = { everyMs: HOUR_MS }

  test('falls due when the interval is over, counted from the last one', () => {
    expect(due(every, '2026-11-20T12:00Z', '2026-11-20T12:59Z')).toBe(null)
    expect(due(every, '2026-11-20T12:00Z', '2026-11-20T13:00Z')).toBe('2026-11-20T13:00')
  })

  test('of several that were missed only the latest is due', () => {
    expect(due(every, '2026-11-20T12:00Z', '2026-11-20T17:30Z')).toBe('2026-11-20T17:00')
  })

  test('a clock that was put back brings none', () => {
    expect(due(every, '2026-11-20T12:00Z', '2026-11-20T08:00Z')).toBe(null)
  })
})

describe('cron', () => {
  const berlin = (cron: string) => ({ cron, tz: 'Europe/Berlin' })

  test('is told in its zone', () => {
    expect(due(berlin('0 9 * * 1-5'), '2026-11-20T00:00Z', '2026-11-20T07:59Z')).toBe(null)
    expect(due(berlin('0 9 * * 1-5'), '2026-11-20T00:00Z', '2026-11-20T08:00Z')).toBe('2026-11-20T08:00')
  })

  test('without a zone it is told by the clock of the machine', () => {
    inZone('America/New_York')
    expect(due({ cron: '0 9 * * *' }, '2026-11-20T00:00Z', '2026-11-20T14:00Z')).toBe('2026-11-20T14:00')
  })

  test('keeps to its days', () => {
    expect(due(berlin('0 9 * * 1-5'), '2026-11-21T00:00Z', '2026-11-22T23:00Z')).toBe(null)
  })

  test('of several that were missed one is given, now', () => {
    expect(due(berlin('0 * * * *'), '2026-11-20T00:00Z', '2026-11-20T17:30Z')).toBe('2026-11-20T17:30')
  })

  test('a time that clocks are put forward over comes once, an hour later', () => {
    expect(due(berlin('30 2 * * *'), '2026-03-28T12:00Z', '2026-03-29T00:59Z')).toBe(null)
    expect(due(berlin('30 2 * * *'), '2026-03-28T12:00Z', '2026-03-29T06:00Z')).not.toBe(null)
    expect(due(berlin('30 2 * * *'), '2026-03-29T06:00Z', '2026-03-29T23:00Z')).toBe(null)
  })

  test('a time that comes twice when clocks are put back is given once', () => {
    const first = due(berlin('30 2 * * *'), '2026-10-24T12:00Z', '2026-10-25T00:30Z')
    expect(first).toBe('2026-10-25T00:30')
    expect(due(berlin('30 2 * * *'), '2026-10-25T00:30Z', '2026-10-25T12:00Z')).toBe(null)
  })
})

test('only who was started has wakes, counted from its start or its last wake', () => {
  const team = withAgent(aTeam(), 'desk', { wake: aWake({ everyMs: HOUR_MS }) })
  const at = (desk: object) =>
    wakesDue(team, { ...aSituation().memory, members: { desk: aMember('desk', desk) } }, NOON_MS)
  expect(at({ startedMs: 0 })).toEqual({})
  expect(at({ startedMs: NOON_MS - HOUR_MS })).toEqual({ desk: NOON_MS })
  expect(at({ startedMs: NOON_MS - 5 * HOUR_MS, wokenMs: NOON_MS - MINUTE_MS })).toEqual({})
})
