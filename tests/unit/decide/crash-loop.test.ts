import { describe, expect, test } from 'vitest'
import { backoffMs } from '../../../src/decide/backoff.ts'
import { heal } from '../../../src/decide/heal.ts'
import { died, EXIT_1 } from '../../support/deaths.ts'
import { deeds, rule } from '../../support/rulings.ts'
import {
  aMember,
  anAgent,
  aSituation,
  HOUR_MS,
  MINUTE_MS,
  NOON_MS,
  SECOND_MS,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const POLICY = anAgent('x').restart

describe('breaker', () => {
  test('one death more than the burst opens it, with one alarm; it stays open until a person resumes', () => {
    const story = Story.running()
    for (const waitMs of [15, 25, 45, 90, 180, 0].map((seconds) => seconds * SECOND_MS)) {
      story.die('builder')
      story.during(waitMs)
    }
    expect(story.log.filter((one) => one === 'builder: start (dead)')).toHaveLength(5)
    expect(story.during(HOUR_MS).filter((one) => one.startsWith('builder: start'))).toEqual([])
    expect(story.withheld).toContain('builder: start (dead): the crash-loop breaker is open')
    expect(story.log.filter((one) => one === 'builder: open-breaker')).toHaveLength(1)
    expect(story.log.filter((one) => one === 'builder: alarm crash-loop')).toHaveLength(1)
    story.ask({ ask: 'resume', agents: ['builder'] })
    expect(story.during(20 * SECOND_MS)).toContain('builder: start (dead)')
  })

  test('as many deaths as the burst do not open it', () => {
    expect(deeds(rule(heal, aSituation({ members: { builder: died(5) } })))).toEqual([])
  })

  test('many deaths spread over a long time do not open it', () => {
    const deaths = Array.from({ length: 20 }, (_, index) => ({
      ...{ atMs: NOON_MS - (20 - index) * HOUR_MS, livedMs: MINUTE_MS, shared: false },
    }))
    const builder = { ...died(1), deaths, lastEnd: EXIT_1 }
    expect(deeds(rule(heal, aSituation({ members: { builder } })))).toEqual([
      'builder: start (dead)',
      'builder: alarm dead',
    ])
  })
})

describe('deaths of many at once', () => {
  test('a tmux server that dies is one event, counts against nobody, and the team comes back', () => {
    const story = Story.running()
    story.serverGone = true
    for (const name of Object.keys(story.sessions))
      story.sessions[name] = { kind: 'missing', recordedAlive: false }
    story.after(SECOND_MS)
    expect(story.memory.massDeathMs).toBe(story.nowMs)
    expect(Object.values(story.memory.members).every((member) => member.deaths.at(-1)?.shared)).toBe(true)
    const back = story.during(30 * SECOND_MS).filter((one) => one.includes('start'))
    expect(back).toHaveLength(5)
    expect(Object.values(story.memory.members).every((member) => member.breaker === 'closed')).toBe(true)
  })

  test('it is told as one alarm, and not as one for each', () => {
    const story = Story.running()
    for (const name of ['builder', 'correctness', 'desk']) story.die(name)
    const alarms = story.during(MINUTE_MS).filter((one) => one.includes('alarm'))
    expect(alarms).toEqual(['team: alarm mass-death'])
  })

  test('twenty deaths that the machine is to blame for leave the wait at its first step', () => {
    const deaths = (died(20).deaths ?? []).map((death) => ({ ...death, shared: true }))
    expect(backoffMs(aMember('x', { deaths }), POLICY, 'x')).toBeLessThanOrEqual(11 * SECOND_MS)
  })
})
