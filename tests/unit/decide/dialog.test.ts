import { expect, test } from 'vitest'
import { aScreen, HOUR_MS, MINUTE_MS } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

const OPEN = { screen: aScreen({ state: 'dialog', composer: null, detail: 'Do you want to proceed?' }) }
const alarms = (decided: readonly string[]) => decided.filter((one) => one === 'builder: alarm needs-human')

test('a dialog that stands for a minute is told to a person once, and nothing is typed into it', () => {
  const story = Story.running()
  story.draw('builder', OPEN)
  story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
  expect(alarms(story.during(50_000))).toHaveLength(0)
  expect(alarms(story.during(MINUTE_MS))).toHaveLength(1)
  const later = story.during(3 * HOUR_MS)
  expect(alarms(later)).toHaveLength(0)
  expect(later.join()).not.toMatch(/type|end|start/)
})

test('one that a person answers in time is not', () => {
  const story = Story.running()
  story.draw('builder', OPEN)
  story.during(50_000)
  story.draw('builder', { screen: aScreen() })
  expect(alarms(story.during(10 * MINUTE_MS))).toHaveLength(0)
})

test('a dialog that opens after the agent has worked again is told anew', () => {
  const story = Story.running()
  for (let times = 1; times <= 2; times++) {
    story.draw('builder', OPEN)
    story.during(2 * MINUTE_MS)
    expect(alarms(story.log)).toHaveLength(times)
    story.draw('builder', { screen: aScreen({ state: 'working' }), activityMs: story.nowMs })
    story.during(MINUTE_MS)
  }
})
