import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextLookMs } from '../../../src/decide/pace.ts'
import {
  aMessage,
  aSituation,
  aTeam,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  type Overrides,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const TICK_MS = 15 * SECOND_MS
const SOON_MS = 250
const paceOf = (over: Overrides) => nextLookMs(aSituation(over))
const builder = (fields: object): Overrides => ({ members: { builder: fields } })

test('a quiet team is looked at once in a tick', () => {
  expect(paceOf({})).toBe(TICK_MS)
})

describe('soon, while something moves', () => {
  test.each([
    ['a start', builder({ run: 'starting' })],
    ['an end', builder({ run: 'ending' })],
    ['a run that is due', builder({ run: 'off', again: 'stall' })],
    ['a program that is not ready yet', builder({ readyMs: null, startedMs: NOON_MS - SECOND_MS })],
    ['a run of the phase before', builder({ phase: 'earlier' })],
    [
      'a text in flight',
      { memory: { messages: { 1: aMessage(1, { state: 'submitted', incarnation: 1 }) } } },
    ],
    ['a text that nothing stands in the way of', { memory: { messages: { 1: aMessage(1) } } }],
    ['a request', { memory: { requests: [{ ask: 'up', agents: [], id: 'x', askedMs: NOON_MS }] } }],
    ['a stop', { memory: { stopping: { keepSessions: false } } }],
  ] as [string, Overrides][])('%s', (_what, over) => {
    expect(paceOf(over)).toBe(SOON_MS)
  })
})

describe('not soon, while nothing can move', () => {
  test.each([
    ['a run that is due for one who was taken down', builder({ run: 'off', again: 'stall', held: 'down' })],
    [
      'a run that is due for one without a part in the phase',
      {
        ...builder({ run: 'off', again: 'phase' }),
        memory: { phase: { ...aSituation().memory.phase, complete: true, announced: true } },
      },
    ],
    ['a stale run that a person paused', builder({ phase: 'earlier', held: 'paused' })],
    [
      'a text for one who does not run',
      { ...builder({ run: 'off', breaker: 'open' }), memory: { messages: { 1: aMessage(1) } } },
    ],
    [
      'a text for one whom the team no longer has',
      { memory: { messages: { 1: aMessage(1, { agent: 'former' }) } } },
    ],
    [
      'a text behind a known obstacle',
      { memory: { messages: { 1: aMessage(1) }, withheld: { 'deliver builder': 'a draft' } } },
    ],
    ['a program that never shows an input box', builder({ readyMs: null })],
  ] as [string, Overrides][])('%s', (_what, over) => {
    const { memory, ...rest } = over
    const situation = aSituation(rest)
    expect(nextLookMs({ ...situation, memory: { ...situation.memory, ...memory } })).toBe(TICK_MS)
  })
})

describe('exactly at the next known moment', () => {
  const inSeconds = (seconds: number) => NOON_MS + seconds * SECOND_MS

  test.each([
    ['the end of a park', builder({ parked: { untilMs: inSeconds(4), why: '', line: '' } }), 4],
    ['a WAITING-UNTIL', builder({ waiting: { line: '', value: '+4s', seenMs: NOON_MS } }), 4],
    [
      'the end of its grace',
      builder({ waiting: { line: '', value: '+4s', seenMs: NOON_MS - 3 * MINUTE_MS } }),
      4,
    ],
    ['the end of the grace after a start', builder({ startedMs: inSeconds(4 - 180) }), 4],
    ['a stall', { panes: { builder: { activityMs: inSeconds(4 - 900) } } }, 4],
  ] as [string, Overrides, number][])('%s', (_what, over, seconds) => {
    expect(paceOf(over)).toBe(seconds * SECOND_MS)
  })

  test('the end of a back-off', () => {
    const dead = { run: 'off', lastEnd: { atMs: NOON_MS, status: 1, signal: null, how: 'exited' } }
    const ms = paceOf(builder(dead))
    expect(ms).toBeGreaterThanOrEqual(10 * SECOND_MS)
    expect(ms).toBeLessThanOrEqual(11 * SECOND_MS)
    expect(paceOf({ ...builder(dead), nowMs: NOON_MS + ms - 1 })).toBe(1)
  })

  test('what is past does not hurry', () => {
    expect(paceOf(builder({ parked: { untilMs: NOON_MS, why: '', line: '' } }))).toBe(TICK_MS)
  })
})

test('whatever is remembered, the next look is between a millisecond and a tick away', () => {
  const moment = fc.oneof(
    fc.integer({ min: NOON_MS - HOUR_MS, max: NOON_MS + HOUR_MS }),
    fc.constantFrom(0, Number.MAX_SAFE_INTEGER),
  )
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('+999999999999d', '9999999999999', '99:99', '0000000000'),
  )
  fc.assert(
    fc.property(moment, moment, moment, value, (untilMs, activityMs, startedMs, text) => {
      const situation = aSituation({
        members: {
          builder: {
            parked: { untilMs, why: '', line: '', sinceMs: startedMs },
            startedMs,
            waiting: { line: '', value: text, seenMs: startedMs },
          },
        },
        panes: { builder: { activityMs } },
        team: withAgent(aTeam({ watchdog: { signalIntervalMs: TICK_MS } }), 'builder', { stallIdleMs: 1 }),
      })
      const ms = nextLookMs(situation)
      expect(ms).toBeGreaterThanOrEqual(1)
      expect(ms).toBeLessThanOrEqual(TICK_MS)
    }),
  )
})

test('a whole quiet night costs one look in a tick', () => {
  const story = Story.running(aTeam({ agents: [], loop: null }))
  let looks = 0
  for (let ms = 0; ms < HOUR_MS; looks++) {
    story.tick()
    const waitMs = nextLookMs(story.situation())
    story.nowMs += waitMs
    ms += waitMs
  }
  expect(looks).toBe(HOUR_MS / TICK_MS)
})
