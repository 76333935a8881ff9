import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeEvent, describeEvidence } from '../../../src/model/describe.ts'
import type { Entry, Event } from '../../../src/model/event.ts'
import { emptyMemory, type Memory } from '../../../src/model/memory.ts'
import { fold } from '../../../src/store/fold.ts'
import { entry } from '../../support/events.ts'
import { aCommit, NOON_MS } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

function folded(entries: readonly Entry[], memory: Memory = emptyMemory()): Memory {
  for (const one of entries)
    fold(memory, { ...one, seq: memory.seq + 1, atMs: NOON_MS + memory.seq * 1000 } as Event)
  return memory
}

const thaw = (memory: Memory): Memory => JSON.parse(JSON.stringify(memory))

test('any list of events folds, and gives what a snapshot in its midst and the rest give', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), fc.nat(), (entries, cut) => {
      const at = cut % (entries.length + 1)
      const whole = folded(entries)
      const resumed = folded(entries.slice(at), thaw(folded(entries.slice(0, at))))
      // Not toStrictEqual: it stumbles over a gate that is named `constructor`.
      deepStrictEqual(resumed, whole)
      deepStrictEqual(thaw(whole), whole)
    }),
    { numRuns: 500 },
  )
})

test('an event that is folded is not changed by it', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      const before = structuredClone(entries)
      folded(entries)
      expect(entries).toStrictEqual(before)
    }),
  )
})

test('every event is a sentence for people', () => {
  fc.assert(
    fc.property(entry, (one) => {
      expect(describeEvent({ ...one, seq: 1, atMs: NOON_MS } as Event)).toMatch(/\S/)
    }),
  )
  expect(describeEvidence({ saw: 'pane %1 last drew', ageMs: 61_000 })).toBe('pane %1 last drew (1m01s ago)')
})

describe('gates', () => {
  const story = (commits: Parameters<Story['push']>[0]) => {
    const one = Story.running()
    one.push(commits)
    one.tick()
    return one.memory.gates
  }
  const review = (label: string, verdict: 'PASS' | 'FAIL') =>
    aCommit({ authorEmail: 'correctness@agents.invalid', review: { label, verdict } })

  test.each(['parse', '__proto__', 'constructor', 'hasOwnProperty'])(
    'a claim named %s is a gate like any other',
    (label) => {
      const gates = story([aCommit({ claim: label }), review(label, 'PASS')])
      expect(Object.keys(gates)).toEqual([label])
      expect(Object.values(gates)[0]?.reviews['correctness@agents.invalid']).toMatchObject({
        verdict: 'PASS',
        fresh: true,
      })
    },
  )

  test('a claim that is made again makes its verdicts stale; a later one is fresh', () => {
    const again = story([
      aCommit({ claim: 'parse' }),
      review('parse', 'PASS'),
      aCommit({ claim: 'parse', sha: 'second' }),
    ])
    expect(again.parse).toMatchObject({
      sha: 'second',
      reviews: { 'correctness@agents.invalid': { fresh: false } },
    })
  })

  test.each(['parse', '__proto__', 'constructor'])(
    'a review of %s, which nobody claimed, is none',
    (label) => {
      expect(Object.keys(story([review(label, 'PASS')]))).toEqual([])
    },
  )
})

describe('what is owed after a new start', () => {
  test('a text that was in flight, and no old kickoff', () => {
    const story = Story.running()
    story.outcomes = { type: { ok: true, text: '', reached: 'submitted' } }
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    story.tick()
    story.outcomes = {}
    story.ask({ ask: 'restart', agents: ['builder'] })
    story.during(60_000)
    expect(story.messages('builder')).toEqual(['kickoff accepted', 'operator accepted', 'kickoff accepted'])
  })
})

test('of settled messages the last five hundred are kept, of deaths the last fifty', () => {
  const queue: Entry = {
    type: 'decided',
    decision: {
      ...{ rule: 'handoff', target: 'builder', because: [] },
      action: {
        do: 'queue',
        draft: { key: 'k', agent: 'builder', kind: 'ping', line: 'x', tagged: true, file: null },
      },
    },
  }
  const settle = (message: number): Entry => ({
    type: 'decided',
    decision: {
      rule: 'deliver',
      target: 'builder',
      because: [],
      action: { do: 'settle', message, state: 'accepted', why: '' },
    },
  })
  const died: Entry = {
    type: 'fact',
    fact: { what: 'ended', member: 'builder', incarnation: 1, status: 1, signal: null, how: 'exited' },
  }
  const memory = folded(Array.from({ length: 700 }, (_, index) => [queue, settle(index + 1), died]).flat())
  expect(Object.keys(memory.messages).length).toBeLessThanOrEqual(502)
  expect(memory.messages[700]?.state).toBe('accepted')
  expect(memory.members.builder?.deaths).toHaveLength(50)
})
