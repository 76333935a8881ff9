import { afterEach, describe, expect, test } from 'vitest'
import { resetMs } from '../../../src/backends/reset-time.ts'
import { inZone } from '../../support/zone.ts'

const FRIDAY_NOON = '2026-11-20T12:00:00Z'
const resets = (text: string, seen = FRIDAY_NOON) => {
  const at = resetMs(text, Date.parse(seen))
  return at === null ? null : new Date(at).toISOString().replace(':00.000Z', 'Z')
}

inZone('UTC')
afterEach(() => inZone('UTC'))

describe('every wording that was seen', () => {
  test.each([
    ['Claude AI usage limit reached|1795190400', '2026-11-20T16:00Z'],
    ['Claude usage limit reached. Your limit will reset at 1pm (Etc/GMT+5).', '2026-11-20T18:00Z'],
    ['5-hour limit reached ∙ resets 5:30am', '2026-11-21T05:30Z'],
    [
      'Weekly limit reached · resets 10am (Asia/Seoul) · /upgrade to Max or turn on /extra-usage',
      '2026-11-21T01:00Z',
    ],
    ["You've hit your limit · resets 11pm (America/Anchorage)", '2026-11-21T08:00Z'],
    ["You're out of extra usage · resets 2:40am (Asia/Makassar)", '2026-11-20T18:40Z'],
    ["You've hit your session limit · resets 12:10am (Europe/Dublin)", '2026-11-21T00:10Z'],
    ["You've hit your weekly limit · resets Mon 12:00am", '2026-11-23T00:00Z'],
    ["You've hit your weekly limit · resets Nov 24, 11:21am (UTC)", '2026-11-24T11:21Z'],
    ["You've hit your monthly limit · resets Dec 1 at 12:00am", '2026-12-01T00:00Z'],
    ["You've hit your 5-hour limit · resets 2:01am (UTC)", '2026-11-21T02:01Z'],
    ['⚠ Usage limit reached · limit resets 5:40pm · continuing', '2026-11-20T17:40Z'],
    [
      'Usage limit reached · continuing automatically at 3:20am · esc (or type) to cancel',
      '2026-11-21T03:20Z',
    ],
    ['spend limit reached (daily; resets 2026-11-21 00:00 UTC)', '2026-11-21T00:00Z'],
    ['■ You’ve hit your usage limit. Upgrade, or try again at 3:51 PM.', '2026-11-20T15:51Z'],
    ["You've hit your usage limit or try again at Nov 23rd, 2026 9:01 PM.", '2026-11-23T21:01Z'],
    ['try again in 4 days 20 hours 9 minutes', '2026-11-25T08:09Z'],
    ['try again in 2 hours 13 minutes', '2026-11-20T14:13Z'],
    ['Rate Limited [retrying in 2h5m attempt #4]', '2026-11-20T14:05Z'],
    ['[retrying in 59m 56s attempt #1]', '2026-11-20T12:59:56.000Z'],
    ['5 hour usage limit reached. It will reset in 3 hours', '2026-11-20T15:00Z'],
    ['Access resets at 3:45 PM PDT.', '2026-11-20T15:45Z'],
    ['resets 15:20', '2026-11-20T15:20Z'],
    ['resets 2026-11-20T18:00:00+01:00', '2026-11-20T17:00Z'],
    ["You've hit your 5-hour limit · resets 9am (UTC)", '2026-11-21T09:00Z'],
    ["You're out of usage credits · resets 11:59am (UTC)", '2026-11-21T11:59Z'],
    ['● Usage limit reached · continuing automatically at 11:57am · esc to cancel', '2026-11-21T11:57Z'],
    ["You've hit your Opus limit · resets Jul 4 at 12:30am (America/New_York)", null],
    [
      'You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit https://chatgpt.com/settings/usage to purchase more credits or try again at Nov 24th, 2026 8:57 AM.',
      '2026-11-24T08:57Z',
    ],
    ['resets 12pm', '2026-11-21T12:00Z'],
    ['resets 12am', '2026-11-21T00:00Z'],
  ])('%s', (text, at) => {
    expect(resets(text)).toBe(at)
  })
})

describe('no believable time', () => {
  test.each([
    "You've reached your Fable 5 limit. Run /usage-credits to continue or switch models with /model",
    "You've hit your monthly spend limit.",
    'try again later',
    'resets in 99999999999999 days',
    'resets 2031-01-01 00:00 UTC',
    'resets 1500000000',
    'resets 25:00',
    'resets 13pm',
    '',
  ])('%s', (text) => {
    expect(resets(text)).toBe(null)
  })
})

describe('midnight and changes of the clock', () => {
  test('a minute before midnight the next minute is tomorrow, not a day later', () => {
    expect(resets('resets 12am', '2026-11-20T23:59:30Z')).toBe('2026-11-21T00:00Z')
    expect(resets('resets 11:59pm', '2026-11-20T23:59:30Z')).toBe('2026-11-21T23:59Z')
  })

  test('a weekday is one of the zone that is named: it is Saturday there already', () => {
    expect(resets('resets Sat 1am (Asia/Tokyo)', '2026-11-20T15:30:00Z')).toBe('2026-11-20T16:00Z')
  })

  test('a weekly reset behind a change of the clock is the hour that clocks show then', () => {
    expect(resets('resets Mon 9am (America/New_York)', '2026-10-30T12:00:00Z')).toBe('2026-11-02T14:00Z')
  })
})

describe('calendars', () => {
  test('a weekday of today is today while its time lies ahead, else in a week', () => {
    expect(resets('resets Fri 6pm')).toBe('2026-11-20T18:00Z')
    expect(resets('resets Fri 6am')).toBe('2026-11-27T06:00Z')
  })

  test('a date of the next year, and a leap day, are found', () => {
    expect(resets('resets Jan 2 at 1am', '2026-12-20T12:00:00Z')).toBe('2027-01-02T01:00Z')
    expect(resets('resets Feb 29 at 1am', '2028-02-20T12:00:00Z')).toBe('2028-02-29T01:00Z')
  })

  test('the banner of a limit that ends in another zone is read in that zone, not in ours', () => {
    inZone('Asia/Tokyo')
    expect(resets('resets 3pm (America/New_York)')).toBe('2026-11-20T20:00Z')
    expect(resets('resets 3pm')).toBe('2026-11-21T06:00Z')
  })

  test("a word in brackets that is no zone leaves the machine's", () => {
    expect(resets('resets 3pm (soon)')).toBe('2026-11-20T15:00Z')
  })

  test('where clocks are put forward over the time it is as much later', () => {
    expect(resets('resets 2:30am (Europe/Berlin)', '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:30Z')
  })

  test('where clocks are put back the next of both times counts', () => {
    expect(resets('resets 2:30am (Europe/Berlin)', '2026-10-24T23:00:00Z')).toBe('2026-10-25T00:30Z')
    expect(resets('resets 2:30am (Europe/Berlin)', '2026-10-25T00:45:00Z')).toBe('2026-10-25T01:30Z')
    expect(resets('resets 2:30am (Europe/Berlin)', '2026-10-25T01:45:00Z')).toBe('2026-10-26T01:30Z')
  })
})
