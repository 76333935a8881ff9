import { describe, expect, test } from 'vitest'
import type { PaneSeen } from '../../../src/model/observation.ts'
import {
  aBackend,
  aScreen,
  aTeam,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const failure = { kind: 'failure', window: '', resetsMs: null, words: 'API Error: 500' } as const
const nudges = (story: Story) => story.log.filter((one) => one === 'builder: queue nudge').length

describe('a turn that an error ended', () => {
  test('is nudged once, after a while, and the verdict says why it waits', () => {
    const story = Story.running()
    story.write('builder', failure)
    expect(story.tick()).toEqual([])
    expect(story.memory.members.builder?.verdict).toMatchObject({
      name: 'waiting',
      detail: 'its turn ended by an error (API Error: 500)',
      untilMs: story.nowMs + 30 * SECOND_MS,
    })
    story.during(29 * SECOND_MS)
    expect(nudges(story)).toBe(0)
    story.during(5 * MINUTE_MS)
    expect(nudges(story)).toBe(1)
  })

  test('is left alone while its CLI tries again by itself', () => {
    const story = Story.running()
    story.draw('builder', { screen: aScreen({ state: 'working', detail: 'retrying in 2s · attempt 2/10' }) })
    story.write('builder', failure)
    story.during(5 * MINUTE_MS)
    expect(nudges(story)).toBe(0)
    expect(story.memory.members.builder?.verdict).toMatchObject({ name: 'working' })
  })

  test('again and again is nudged at longer and longer intervals; a person is told once; an answer forgets it all', () => {
    const story = Story.running()
    const fail = () => story.write('builder', { ...failure, atMs: story.nowMs })
    fail()
    let seen = 0
    for (let minute = 0; minute < 8 * 60; minute += 5) {
      story.after(5 * MINUTE_MS)
      if (nudges(story) > seen) fail()
      seen = nudges(story)
    }
    expect(seen).toBeGreaterThan(12)
    expect(seen).toBeLessThan(22)
    expect(story.log.filter((one) => one === 'builder: alarm needs-human')).toHaveLength(1)
    story.write('builder', 'an answer')
    story.after(MINUTE_MS)
    expect(story.memory.members.builder).toMatchObject({ setbacks: 0, setback: { over: true } })
  })

  test('is no stall while its nudge is due, and is one when the nudge changed nothing', () => {
    const story = Story.running()
    story.write('builder', failure)
    story.during(14 * MINUTE_MS)
    expect(story.log.join()).not.toContain('builder: end')
    story.during(HOUR_MS)
    expect(story.log).toContain('builder: end (stall)')
  })

  test('a person who paused the agent is not typed over', () => {
    const story = Story.running()
    story.ask({ ask: 'pause', agents: ['builder'] })
    story.tick()
    story.write('builder', failure)
    story.during(HOUR_MS)
    expect(nudges(story)).toBe(0)
  })
})

test.each([
  ['login', 'its login is lost'],
  ['money', 'its account has no money left'],
] as const)('%s is for a person, who is told once; nothing is typed', (kind, words) => {
  const story = Story.running()
  story.write('builder', { ...failure, kind })
  story.during(2 * HOUR_MS)
  expect(story.log).toEqual(['builder: alarm needs-human'])
  expect(story.memory.members.builder?.verdict).toMatchObject({
    name: 'waiting',
    detail: `${words} (API Error: 500)`,
  })
})

test('a context that is full is begun afresh; one that is full again and again is for a person', () => {
  const story = Story.running()
  const fill = () => story.write('builder', { ...failure, kind: 'context', atMs: story.nowMs })
  fill()
  expect(story.tick()).toContain('builder: end (context)')
  for (let times = 0; times < 7; times++) {
    for (let ticks = 0; ticks < 6; ticks++) story.after(MINUTE_MS)
    fill()
    story.tick()
  }
  expect(story.log.filter((one) => one === 'builder: end (context)')).toHaveLength(5)
  expect(story.log.filter((one) => one === 'builder: alarm needs-human')).toHaveLength(1)
})

describe('a full context with context_full = "compact"', () => {
  /** The builder's context is full; what is decided for it in the next minutes. */
  function full(pane: Partial<PaneSeen> = { compact: '/compact' }): Story {
    const backend = aBackend({ contextFull: 'compact' })
    const story = Story.running(withAgent(aTeam(), 'builder', { backend }))
    story.draw('builder', pane)
    fill(story)
    return story
  }
  const fill = (story: Story) => story.write('builder', { ...failure, kind: 'context', atMs: story.nowMs })
  const typed = (story: Story) =>
    Object.values(story.memory.messages).flatMap(({ line, asKeys }) =>
      asKeys ? [`keys ${line}`] : line.includes('compacted') ? ['text'] : [],
    )
  const ends = (story: Story) => story.log.filter((one) => one === 'builder: end (context)').length

  test('is compacted by a command that is typed and not pasted, and told to go on once that is over', () => {
    const story = full()
    story.tick()
    expect(typed(story)).toEqual(['keys /compact'])
    story.during(20 * SECOND_MS)
    expect(typed(story)).toEqual(['keys /compact'])
    story.during(MINUTE_MS)
    expect(typed(story)).toEqual(['keys /compact', 'text'])
    story.write('builder', 'an answer')
    story.during(HOUR_MS)
    expect(typed(story)).toHaveLength(2)
    expect(ends(story)).toBe(0)
  })

  test('is not told to go on while it compacts', () => {
    const story = full()
    story.during(5 * SECOND_MS)
    story.draw('builder', { screen: aScreen({ state: 'working', detail: 'Compacting' }) })
    story.during(10 * MINUTE_MS)
    expect(typed(story)).toEqual(['keys /compact'])
    story.draw('builder', { screen: aScreen() })
    story.during(MINUTE_MS)
    expect(typed(story)).toHaveLength(2)
  })

  test.each([
    ['is full again', (story: Story) => fill(story)],
    ['gives no answer', () => undefined],
  ])('is begun afresh when it %s', (_what, then) => {
    const story = full()
    story.during(2 * MINUTE_MS)
    expect(ends(story)).toBe(0)
    then(story)
    story.during(6 * MINUTE_MS)
    expect(ends(story)).toBe(1)
    expect(typed(story)).toHaveLength(2)
  })

  test('is told to go on also where the compaction counts as an answer', () => {
    const story = full()
    story.during(10 * SECOND_MS)
    story.write('builder', 'an answer')
    story.during(5 * MINUTE_MS)
    expect(typed(story)).toEqual(['keys /compact', 'text'])
  })

  test('is compacted again when it is filled again after an answer', () => {
    const story = full()
    story.during(2 * MINUTE_MS)
    story.write('builder', 'an answer')
    for (let minutes = 0; minutes < 12; minutes++) {
      story.after(MINUTE_MS)
      story.draw('builder', { activityMs: story.nowMs })
    }
    fill(story)
    story.during(MINUTE_MS)
    expect(typed(story)).toHaveLength(4)
    expect(ends(story)).toBe(0)
  })

  test('is begun afresh where no command is known', () => {
    const unknown = full({ compact: null })
    expect(unknown.tick()).toContain('builder: end (context)')
  })
})
