import { describe, expect, test } from 'vitest'
import { nextLookMs } from '../../../src/decide/pace.ts'
import type { Message } from '../../../src/model/message.ts'
import type { PaneSeen, ScreenReading } from '../../../src/model/observation.ts'
import { delivered } from '../../support/delivered.ts'
import { deeds, find, withheld } from '../../support/rulings.ts'
import { aMessage, aScreen, MINUTE_MS, NOON_MS, SECOND_MS } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

describe('proof', () => {
  const sent = (fields: Partial<Message> = {}) =>
    aMessage(1, { state: 'submitted', incarnation: 1, submits: 1, ...fields })
  const sentFor = (ms: number, screen: Partial<ScreenReading>, message = sent()) =>
    delivered({ messages: [message], pane: { screen: aScreen(screen) }, nowMs: NOON_MS + ms })

  test('its tag in the conversation proves it', () => {
    expect(find(sentFor(0, { tags: [1] }), 'settle')).toMatchObject({
      state: 'accepted',
      why: 'its tag is in the conversation',
    })
  })

  test('so does an empty box in front of a busy program, once the submit key was sent', () => {
    expect(deeds(sentFor(0, { state: 'working' }))).toEqual(['builder: settle accepted'])
    expect(deeds(sentFor(0, { state: 'working' }, sent({ state: 'typed' })))).toEqual([])
  })

  test('the tag of another message, or an empty box alone, proves nothing', () => {
    expect(deeds(sentFor(0, { tags: [11] }))).toEqual([])
  })

  test('without any proof in a minute it has failed, and is not sent again', () => {
    expect(deeds(sentFor(MINUTE_MS - 1, {}))).toEqual([])
    expect(find(sentFor(MINUTE_MS, {}), 'settle')).toMatchObject({
      state: 'failed',
      why: 'no sign that it was taken',
    })
  })

  test('a text of a run that is over is owed to the next one', () => {
    expect(find(sentFor(0, { tags: [1] }, sent({ incarnation: 7 })), 'settle').state).toBe('queued')
  })
})

describe('proof by the transcript', () => {
  const sent = (fields: Partial<Message> = {}) =>
    aMessage(1, { state: 'submitted', incarnation: 1, submits: 1, ...fields })
  const found = (ms: number, pane: Partial<PaneSeen>, message = sent()) =>
    delivered({ messages: [message], pane: { tellsTexts: true, ...pane }, nowMs: NOON_MS + ms })
  const working = { screen: aScreen({ state: 'working', tags: [1] }) }

  test('a text that the CLI only has in its queue is not accepted, however long the turn takes', () => {
    for (const ms of [0, MINUTE_MS, 60 * MINUTE_MS]) {
      expect(deeds(found(ms, working))).toEqual([])
      expect(withheld(found(ms, working))).toEqual([
        'builder: submit-again: its model was not told yet, by its transcript: it may wait in a queue of the CLI',
      ])
    }
    expect(deeds(found(0, { ...working, tellsTexts: false }))).toEqual(['builder: settle accepted'])
  })

  test('it is accepted when the transcript has it, also when its run is over, and never typed again', () => {
    const told = sent({ toldMs: NOON_MS })
    expect(find(found(0, working, told), 'settle')).toMatchObject({
      state: 'accepted',
      why: 'its transcript has it as a text that the model was told',
    })
    expect(deeds(delivered({ messages: [told], builder: { run: 'off' } }))).toEqual([
      'builder: settle accepted',
    ])
    const owed = { ...told, state: 'queued', incarnation: null } as const
    expect(deeds(delivered({ messages: [owed] }))).toEqual(['builder: settle accepted'])
  })

  test('a run that ends while the text is in its queue leaves it to the next one', () => {
    expect(find(found(0, working, sent({ incarnation: 7 })), 'settle').state).toBe('queued')
  })

  test('at rest there is no queue: after a few seconds the screen is believed, and the lack is told', () => {
    const resting = { screen: aScreen({ tags: [1] }) }
    expect(deeds(found(5 * SECOND_MS - 1, resting))).toEqual([])
    expect(find(found(5 * SECOND_MS, resting), 'settle')).toMatchObject({
      state: 'accepted',
      why: 'its tag is in the conversation; its transcript does not have it',
    })
    const justNow = { ...resting, activityMs: NOON_MS + 9 * SECOND_MS }
    expect(deeds(found(10 * SECOND_MS, justNow))).toEqual([])
  })

  test('words without a tag that no transcript has are reported: an empty box is no proof of them', () => {
    const mine = sent({ tagged: false, line: 'go on' })
    const empty = { screen: aScreen() }
    expect(deeds(found(MINUTE_MS - 1, empty, mine))).toEqual([])
    expect(deeds(found(MINUTE_MS, empty, mine))).toEqual([
      'builder: settle failed',
      'builder: alarm needs-human',
    ])
  })

  test('a text that a person takes out of the queue is theirs while they are there, and is sent when they left', () => {
    const story = Story.running()
    story.outcomes = { type: { ok: true, text: '', reached: 'submitted' } }
    story.draw('builder', { tellsTexts: true, screen: aScreen({ state: 'working' }) })
    story.ask({ ask: 'send', agents: ['builder'], text: 'go on' })
    story.during(2 * SECOND_MS)
    story.draw('builder', { attached: 1, screen: aScreen({ state: 'working', composer: 'go on' }) })
    expect(story.during(MINUTE_MS)).toEqual([])
    story.draw('builder', { attached: 0 })
    expect(story.after(SECOND_MS)).toEqual(['builder: submit-again'])
  })

  test("a CLI's own command stands in no transcript as it was typed: its screen is proof enough", () => {
    for (const order of [{ asKeys: true as const }, { line: '/compact' }])
      expect(deeds(found(0, working, sent({ ...order, tagged: false })))).toEqual([
        'builder: settle accepted',
      ])
  })

  test('while it waits in a queue the watchdog looks every second or two, not all the time', () => {
    const story = Story.running()
    story.outcomes = { type: { ok: true, text: '', reached: 'submitted' } }
    story.draw('builder', { tellsTexts: true, screen: aScreen({ state: 'working' }) })
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    story.tick()
    story.tick()
    expect(nextLookMs(story.situation())).toBe(1500)
    const { id } = Object.values(story.memory.messages).at(-1) ?? { id: 0 }
    story.fact({ what: 'told', member: 'builder', told: { message: id, atMs: story.nowMs } })
    expect(story.tick()).toContain('builder: settle accepted')
  })
})
