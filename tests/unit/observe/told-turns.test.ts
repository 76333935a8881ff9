import { expect, test } from 'vitest'
import type { Testimony } from '../../../src/model/testimony.ts'
import type { TurnTold } from '../../../src/model/turn.ts'
import { withToldTurns } from '../../../src/observe/told-turns.ts'
import { aPane, aScreen, aSituation, MINUTE_MS, NOON_MS } from '../../support/situation.ts'

const idle = aScreen()
const RUN = { session: '', startedMs: NOON_MS - 10 * MINUTE_MS, endedMs: null }

/** What is believed of a builder whose screen reads idle, after its transcript was heard. */
function believed(told: TurnTold | null, recorded: readonly Testimony[] = [], incarnation = 1) {
  const before = { ...aPane('builder', { screen: idle }), incarnation, testimonies: recorded }
  const { memory } = aSituation({ members: { builder: { runs: [RUN], seen: before } } })
  const now = { ...aPane('builder', { screen: idle, activityMs: NOON_MS }), incarnation: 1 }
  const { builder } = withToldTurns({ builder: now }, memory, () => told, NOON_MS)
  return builder?.kind === 'here' ? `${builder.state.says} by ${builder.state.teller}` : builder?.kind
}

const working = (agoMs: number): TurnTold => ({ says: 'working', atMs: NOON_MS - agoMs, detail: '' })
const kept: Testimony = {
  ...{ teller: 'transcript', says: 'working', sinceMs: NOON_MS, detail: '', untilMs: null },
}

test('a turn that the transcript tells of goes on, though the screen reads idle between two words of an answer', () => {
  expect(believed(working(5_000))).toBe('working by transcript')
  expect(believed(null)).toBe('idle by screen')
})

test('a turn of an earlier run says nothing of this one', () => {
  expect(believed(working(11 * MINUTE_MS))).toBe('idle by screen')
})

test('after a restart of the watchdog the last word of the same run is in the record', () => {
  expect(believed(null, [kept])).toBe('working by transcript')
  expect(believed(null, [kept], 2)).toBe('idle by screen')
})
