import { describe, expect, test } from 'vitest'
import { windowAt } from '../../../src/decide/window-at.ts'
import { mailOf } from '../../../src/model/lookup.ts'
import type { CommitSeen } from '../../../src/model/repository.ts'
import { aCommit, aTeam, MINUTE_MS, withAgent } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

let commits = 0

function claim(story: Story, label: string, agoMs = 0): void {
  story.push([aCommit({ sha: `claim-${commits++}`, claim: label, atMs: story.nowMs - agoMs })])
  story.tick()
}

function review(story: Story, who: string, label: string, verdict: 'PASS' | 'FAIL'): void {
  const agent = story.team.agents.find((one) => one.name === who)
  if (!agent) throw new Error(who)
  const by: Partial<CommitSeen> = { authorName: who, authorEmail: mailOf(agent) }
  story.push([aCommit({ ...by, sha: `review-${commits++}`, atMs: story.nowMs, review: { label, verdict } })])
  story.tick()
}

/** Phase and label of the gate that an answer counts for, now or some time ago. */
function serves(story: Story, agent: string, agoMs = 0): string {
  const id = windowAt(story.team, story.memory, agent, story.nowMs - agoMs)
  const window = story.memory.stretches.flatMap(({ windows }) => windows).find((one) => one.id === id)
  return window ? `${window.phase}:${window.label ?? '(not claimed)'}` : 'outside'
}

const records = (decided: readonly string[]) =>
  decided.filter((one) => one.startsWith('team: record')).map((one) => one.slice('team: record '.length))

/** A minute in which a gate is claimed, and another one in which both reviewers pass it. */
function passedGate(label: string): Story {
  const story = Story.running()
  story.nowMs += MINUTE_MS
  claim(story, label)
  story.nowMs += MINUTE_MS
  review(story, 'correctness', label, 'PASS')
  review(story, 'readability', label, 'PASS')
  return story
}

describe('an answer counts for the gate that it served', () => {
  test('what is built before the first claim counts for it', () => {
    const story = Story.running()
    expect(serves(story, 'builder')).toBe('core:(not claimed)')
    story.nowMs += MINUTE_MS
    claim(story, 'parse')
    expect([serves(story, 'builder', 90_000), serves(story, 'correctness', 90_000)]).toEqual([
      'core:parse',
      'core:parse',
    ])
  })

  test('two reviewers, a failed review and the retry count for the claim', () => {
    const story = Story.running()
    claim(story, 'parse')
    story.nowMs += MINUTE_MS
    expect([serves(story, 'correctness'), serves(story, 'readability')]).toEqual(['core:parse', 'core:parse'])
    review(story, 'correctness', 'parse', 'FAIL')
    story.nowMs += MINUTE_MS
    expect(serves(story, 'builder')).toBe('core:parse')
    claim(story, 'parse')
    story.nowMs += MINUTE_MS
    expect([serves(story, 'builder'), serves(story, 'correctness')]).toEqual(['core:parse', 'core:parse'])
  })

  test('once it has passed, the builder builds the next one, whose label is not known yet', () => {
    const story = passedGate('parse')
    story.nowMs += MINUTE_MS
    expect([serves(story, 'builder'), serves(story, 'builder', 110_000)]).toEqual([
      'core:(not claimed)',
      'core:parse',
    ])
    expect(serves(story, 'correctness')).toBe('core:parse')
    claim(story, 'facts')
    expect([serves(story, 'builder', 1000), serves(story, 'correctness')]).toEqual([
      'core:facts',
      'core:facts',
    ])
  })

  test('two claims in one push are told apart by the times of their commits', () => {
    const story = Story.running()
    story.nowMs += 10 * MINUTE_MS
    const [first, second] = [story.nowMs - 6 * MINUTE_MS, story.nowMs - 2 * MINUTE_MS]
    story.push([
      aCommit({ sha: 'two-a', claim: 'parse', atMs: first }),
      aCommit({ sha: 'two-b', claim: 'facts', atMs: second }),
    ])
    story.tick()
    expect([7, 4, 1].map((minutes) => serves(story, 'correctness', minutes * MINUTE_MS))).toEqual([
      'core:parse',
      'core:parse',
      'core:facts',
    ])
  })

  test('a commit from a clock that is wrong counts from when its push was seen, or from the claim before', () => {
    const story = Story.running()
    story.nowMs += MINUTE_MS
    claim(story, 'future', -1000 * MINUTE_MS)
    story.nowMs += MINUTE_MS
    claim(story, 'past', 1000 * MINUTE_MS)
    const [stretch] = story.memory.stretches
    const times = stretch?.windows.map(({ claimedMs }) => claimedMs && story.nowMs - claimedMs)
    expect(times).toEqual([MINUTE_MS, MINUTE_MS, null])
  })

  test('agents that are not in the loop serve no gate, and nobody does when the sequence is over', () => {
    const story = Story.running()
    expect(serves(story, 'desk')).toBe('outside')
    expect(serves(story, 'nobody')).toBe('outside')
    story.mark('core')
    story.tick()
    story.mark('polish')
    story.tick()
    expect(serves(story, 'builder')).toBe('outside')
  })
})

describe('records', () => {
  test('a gate is recorded when another label is claimed, and not when its own is claimed again', () => {
    const story = Story.running()
    claim(story, 'parse')
    claim(story, 'parse')
    expect(records(story.log)).toEqual([])
    claim(story, 'facts')
    expect(records(story.log)).toEqual(['core:parse'])
    story.after(MINUTE_MS)
    expect(records(story.log)).toEqual(['core:parse'])
  })

  test('the gate in flight is flushed when the phase ends, with the phase itself', () => {
    const story = Story.running()
    claim(story, 'parse')
    claim(story, 'facts')
    story.mark('core')
    story.tick()
    expect(records(story.log)).toEqual(['core:parse', 'core:facts core'])
    expect(story.memory.stretches.map(({ phase }) => phase)).toEqual(['polish'])
  })

  test('a phase in which nothing was claimed has its own record alone', () => {
    const story = Story.running()
    story.mark('core')
    expect(records(story.tick())).toEqual(['core'])
  })

  test('a label that comes back later has a second record, for its second time', () => {
    const story = Story.running()
    for (const label of ['parse', 'facts', 'parse', 'cli']) claim(story, label)
    expect(records(story.log)).toEqual(['core:parse', 'core:facts', 'core:parse'])
  })

  test('a label that comes back has a record for each time also when all come in one push', () => {
    const story = Story.running()
    const labels = ['parse', 'facts', 'parse', 'cli']
    const claims = labels.map((one, n) => aCommit({ sha: `back-${n}`, claim: one, atMs: story.nowMs + n }))
    story.push(claims)
    story.tick()
    expect(records(story.log).join(' ')).toBe('core:parse core:facts core:parse')
  })

  test('a clock that was set back makes no gate end before it began', () => {
    const story = Story.running()
    story.nowMs += 60 * MINUTE_MS
    claim(story, 'parse')
    story.nowMs += MINUTE_MS
    claim(story, 'facts')
    story.nowMs -= 30 * MINUTE_MS
    story.outcomes = { 'record-tokens': { ok: false, text: 'no space left on device' } }
    story.mark('core')
    story.tick()
    const spans = story.memory.stretches[0]?.windows.map(
      ({ startedMs, endedMs }) => (endedMs ?? 0) - startedMs,
    )
    expect(spans?.slice(1)).toEqual([MINUTE_MS, 0])
  })

  test('with token_granularity = "phase" there is one for each phase', () => {
    const story = Story.running(aTeam({ watchdog: { tokenGranularity: 'phase' } }))
    claim(story, 'parse')
    claim(story, 'facts')
    story.mark('core')
    story.tick()
    expect(records(story.log).filter(Boolean)).toEqual(['core'])
  })

  test('with log_tokens = false there is none', () => {
    const story = Story.running(aTeam({ watchdog: { logTokens: false } }))
    claim(story, 'parse')
    claim(story, 'facts')
    story.mark('core')
    story.tick()
    expect(records(story.log).filter(Boolean)).toEqual([])
  })

  test('the last tokens are recorded before SEQUENCE-COMPLETE is written, and none after', () => {
    const story = Story.running()
    claim(story, 'parse')
    story.mark('core')
    story.tick()
    story.mark('polish')
    const last = story.tick()
    expect(last.filter((one) => /complete|announce|record/.test(one))).toEqual([
      'team: complete',
      'team: alarm complete',
      'team: record polish',
      'team: announce',
    ])
    claim(story, 'late')
    story.after(MINUTE_MS)
    expect(records(story.log).slice(-1)).toEqual(['polish'])
  })

  test('SEQUENCE-COMPLETE waits while a full disk refuses the last records, and says so', () => {
    const story = Story.running()
    story.outcomes = { 'record-tokens': { ok: false, text: 'no space left on device' } }
    for (const phase of ['core', 'polish']) {
      story.mark(phase)
      story.tick()
    }
    expect([...story.log, ...story.after(30_000)]).not.toContain('team: announce')
    expect(story.withheld).toContain('team: announce: the last tokens are not recorded yet')
    story.outcomes = {}
    expect(story.after(31_000).slice(-2)).toEqual(['team: record polish', 'team: announce'])
  })

  test('while transcripts hold more than is read in a tick, nothing is recorded and the end is not told', () => {
    const story = Story.running()
    story.isReadingBehind = true
    claim(story, 'parse')
    story.mark('core')
    story.tick()
    story.mark('polish')
    expect(story.tick()).not.toContain('team: announce')
    expect(records(story.log)).toEqual([])
    story.isReadingBehind = false
    expect(story.tick()).toEqual(['team: record core:parse core', 'team: record polish', 'team: announce'])
  })

  test('what a full disk refused is tried again after a minute', () => {
    const story = Story.running()
    story.outcomes = { 'record-tokens': { ok: false, text: 'no space left on device' } }
    claim(story, 'parse')
    claim(story, 'facts')
    expect(records(story.after(30_000))).toEqual([])
    story.outcomes = {}
    expect(records(story.after(31_000))).toEqual(['core:parse'])
    expect(records(story.after(MINUTE_MS))).toEqual([])
  })

  test('a file SEQUENCE-COMPLETE that could not be written is tried again', () => {
    const story = Story.running(withAgent(aTeam(), 'desk', {}))
    story.outcomes = { announce: { ok: false, text: 'no space left on device' } }
    story.mark('core')
    story.tick()
    story.mark('polish')
    story.tick()
    story.outcomes = {}
    expect(story.after(30_000)).not.toContain('team: announce')
    expect(story.after(31_000)).toContain('team: announce')
    expect(story.after(61_000)).not.toContain('team: announce')
  })
})
