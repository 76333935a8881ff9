import { expect, test } from 'vitest'
import { MINUTE_MS } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const ofBuilder = (decided: readonly string[]) => decided.filter((one) => one.startsWith('builder'))

test('a program that outlives its session is told once, and neither killed nor started a second time', () => {
  const story = Story.running()
  story.sessions.builder = { kind: 'missing', recordedAlive: true }
  expect(ofBuilder(story.during(50_000))).toEqual([])
  expect(ofBuilder(story.during(10 * MINUTE_MS))).toEqual(['builder: alarm needs-human'])
})

test('one whose program ends after all is healed and not told', () => {
  const story = Story.running()
  story.sessions.builder = { kind: 'missing', recordedAlive: true }
  story.during(30_000)
  story.sessions.builder = { kind: 'missing', recordedAlive: false }
  const decided = ofBuilder(story.during(MINUTE_MS))
  expect(decided).toContain('builder: start (dead)')
  expect(decided).not.toContain('builder: alarm needs-human')
})
