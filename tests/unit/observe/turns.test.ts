import { expect, test } from 'vitest'
import type { Memory } from '../../../src/model/memory.ts'
import { noticeTurns, turnsOf } from '../../../src/observe/turns.ts'
import { type aMember, aSetback, aSituation, HOUR_MS, MINUTE_MS, NOON_MS } from '../../support/situation.ts'
import { aRead, aUse } from '../../support/uses.ts'

const OWN = { agent: 'builder', isCurrent: true, depth: 0 }
const failure = aSetback({ kind: 'failure', resetsMs: null })

test('a limit whose time is told in words alone ends at the time they name', () => {
  const setback = aSetback({ resetsMs: null, words: 'You’ve hit your usage limit. Try again at 3:51 PM.' })
  const [seen] = turnsOf(OWN, aRead([], { setbacks: [setback] }))
  expect(seen?.setback?.resetsMs).toBe(Date.parse('2026-11-20T15:51:00Z'))
})

test('the newest setback and the newest answer are told; those of ended runs are not', () => {
  const read = aRead([aUse('a', { atMs: NOON_MS }), aUse('b', { atMs: NOON_MS + 1 })], {
    setbacks: [failure, { ...failure, atMs: NOON_MS + 5 }, { ...failure, atMs: NOON_MS + 2 }],
  })
  expect(turnsOf(OWN, read)).toMatchObject([{ setback: { atMs: NOON_MS + 5 }, answeredMs: NOON_MS + 1 }])
  expect(turnsOf({ ...OWN, isCurrent: false }, read)).toEqual([])
})

test('an answer that used nothing is none: it is under way, or was refused', () => {
  const nothing = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  expect(turnsOf(OWN, aRead([aUse('a', { tokens: nothing })]))).toEqual([])
})

test("a sub-agent's answer proves nothing of its agent, and its failure is not its agent's; its limit is", () => {
  const sub = { ...OWN, depth: 1 }
  expect(turnsOf(sub, aRead([aUse('a')], { setbacks: [failure] }))).toEqual([])
  expect(turnsOf(sub, aRead([], { setbacks: [aSetback()] }))).toMatchObject([{ setback: { kind: 'limit' } }])
})

/** The builder, whose run began an hour before noon. */
function memory(fields: Parameters<typeof aMember>[1] = {}): Memory {
  const runs = [{ session: '', startedMs: NOON_MS - HOUR_MS, endedMs: null }]
  return aSituation({ members: { builder: { runs, ...fields } } }).memory
}

test('a setback is news once, and none is of a run before this one', () => {
  const turns = [{ agent: 'builder', setback: failure, answeredMs: null }]
  expect(noticeTurns(memory(), turns)).toEqual([{ what: 'setback', member: 'builder', setback: failure }])
  expect(noticeTurns(memory({ setback: { ...failure, over: true }, setbacks: 1 }), turns)).toEqual([])
  const old = { ...failure, atMs: NOON_MS - 2 * HOUR_MS }
  expect(noticeTurns(memory(), [{ agent: 'builder', setback: old, answeredMs: null }])).toEqual([])
})

test('an answer is news when it came after a setback, or while parked, and only then', () => {
  const at = (answeredMs: number) => [{ agent: 'builder', setback: null, answeredMs }]
  const went = [{ what: 'went-on', member: 'builder', answeredMs: NOON_MS + 1 }]
  expect(noticeTurns(memory(), at(NOON_MS + 1))).toEqual([])
  const met = memory({ setback: { ...failure, over: false }, setbacks: 1 })
  expect(noticeTurns(met, at(NOON_MS + 1))).toEqual(went)
  expect(noticeTurns(met, at(NOON_MS - 1))).toEqual([])
  const parked = { untilMs: NOON_MS + HOUR_MS, why: '', line: '', sinceMs: NOON_MS }
  expect(noticeTurns(memory({ parked }), at(NOON_MS + 1))).toEqual(went)
  expect(noticeTurns(memory({ parked }), at(NOON_MS - MINUTE_MS))).toEqual([])
})

test('a setback and the answer behind it that are read together are told in their order', () => {
  const facts = noticeTurns(memory(), [{ agent: 'builder', setback: failure, answeredMs: NOON_MS + 1 }])
  expect(facts.map(({ what }) => what)).toEqual(['setback', 'went-on'])
})
