import { describe, expect, test } from 'vitest'
import {
  aMember,
  anAgent,
  aPhase,
  aTeam,
  aWake,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const hourly = aWake({ everyMs: HOUR_MS })
const woken = (story: Story, name = 'desk') => story.log.filter((one) => one === `${name}: woken`).length

describe('texts', () => {
  const team = withAgent(aTeam(), 'desk', { wake: hourly })

  test('an agent is woken every interval with its prompt', () => {
    const story = Story.running(team)
    story.during(3 * HOUR_MS + MINUTE_MS)
    expect(woken(story)).toBe(3)
    const lines = Object.values(story.memory.messages).filter((one) => one.kind === 'wake')
    expect(lines.map((one) => [one.line, one.state])).toEqual(Array(3).fill(['Look around.', 'accepted']))
  })

  test('wakes that were missed while nobody watched are given once, and the next ones keep their beat', () => {
    const story = Story.running(team)
    story.after(5 * HOUR_MS + 30 * MINUTE_MS)
    expect(woken(story)).toBe(1)
    story.during(29 * MINUTE_MS)
    expect(woken(story)).toBe(1)
    story.during(2 * MINUTE_MS)
    expect(woken(story)).toBe(2)
  })

  test('one that was never typed gives way to the next one', () => {
    const story = Story.running(team)
    story.outcomes = { type: { ok: false, text: 'a draft', reached: 'refused' } }
    story.during(3 * HOUR_MS + MINUTE_MS)
    expect(story.messages('desk').filter((one) => one === 'wake queued')).toHaveLength(1)
  })

  test('a persistent agent keeps its wakes after the end of the sequence; a loop agent does not', () => {
    const both = withAgent(aTeam({ loop: { phases: [aPhase('core')] }, agents: team.agents }), 'builder', {
      wake: hourly,
    })
    const story = Story.running(both)
    story.mark('core')
    story.during(2 * HOUR_MS + MINUTE_MS)
    expect([woken(story, 'desk'), woken(story, 'builder')]).toEqual([2, 0])
  })

  test('who was taken down is not woken', () => {
    const story = Story.running(team)
    story.ask({ ask: 'down', agents: ['desk'] })
    story.during(3 * HOUR_MS)
    expect(woken(story)).toBe(0)
  })
})

describe('tasks', () => {
  const sweep = anAgent('sweep', {
    kind: 'task',
    kickoff: null,
    wake: aWake({ everyMs: HOUR_MS, prompt: 'Sweep the floor.' }),
  })
  const team = aTeam({ agents: [sweep], services: [], loop: null })

  test('a finished task is run again at each wake, and told the text of its wake', () => {
    const story = Story.running(team)
    story.die('sweep', 0)
    story.during(HOUR_MS + MINUTE_MS)
    expect(story.log).toContain('sweep: start (wake)')
    expect(Object.values(story.memory.messages).map((one) => [one.kind, one.line])).toEqual([
      ['kickoff', 'Sweep the floor.'],
    ])
  })

  test('a wake is skipped while its last run is still going', () => {
    const story = Story.running(team)
    story.draw('sweep', { childCpu: 1 })
    story.during(2 * HOUR_MS + MINUTE_MS)
    expect(story.log.filter((one) => one.includes('start'))).toEqual([])
    expect(woken(story, 'sweep')).toBe(2)
  })

  test('a task that failed in a woken run is told the same again', () => {
    const story = Story.running(team)
    story.die('sweep', 0)
    story.during(HOUR_MS + MINUTE_MS)
    story.die('sweep', 1)
    story.during(30 * SECOND_MS)
    expect(Object.values(story.memory.messages).map((one) => one.line)).toEqual([
      'Sweep the floor.',
      'Sweep the floor.',
    ])
  })
})

test('an agent that never ran is not woken', () => {
  const story = new Story(withAgent(aTeam(), 'desk', { wake: hourly, watch: 'none' }))
  story.memory.members.desk = aMember('desk', { run: 'off', incarnation: 0, startedMs: 0, held: 'down' })
  story.during(3 * HOUR_MS)
  expect(woken(story)).toBe(0)
})
