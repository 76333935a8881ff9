import { describe, expect, test } from 'vitest'
import { deliver } from '../../../src/decide/deliver.ts'
import { type Message, typedText } from '../../../src/model/message.ts'
import type { PaneSeen, ScreenReading } from '../../../src/model/observation.ts'
import type { Testimony } from '../../../src/model/testimony.ts'
import { deeds, find, rule } from '../../support/rulings.ts'
import { aMessage, aScreen, aSituation, MINUTE_MS, NOON_MS, SECOND_MS } from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

describe('a text that was typed when a dialog opened', () => {
  const typed = aMessage(1, { state: 'typed', incarnation: 1, stateMs: NOON_MS - SECOND_MS })
  const seenAs = (screen: ScreenReading, fields: Partial<PaneSeen> = {}, message: Message = typed) =>
    rule(
      deliver,
      aSituation({
        memory: { messages: { 1: message }, withheld: { 'deliver builder': 'a dialog is open: Proceed?' } },
        panes: { builder: { screen, ...fields } },
      }),
    )

  test('is owed again when the box comes back empty: the dialog dropped it', () => {
    expect(find(seenAs(aScreen()), 'settle')).toMatchObject({ message: 1, state: 'queued' })
  })

  test('is owed again, too, when a hook still told of the dialog while the box was back already', () => {
    const story = Story.running()
    story.outcomes = { type: { ok: true, text: '', reached: 'typed' } }
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    story.tick()
    const asked: Testimony = {
      ...{ teller: 'hook', says: 'permission', detail: 'Bash', sinceMs: story.nowMs, untilMs: null },
    }
    story.draw('builder', { screen: aScreen(), testimonies: [asked] })
    story.after(SECOND_MS)
    story.draw('builder', { screen: aScreen() })
    expect(story.after(SECOND_MS)).toContain('builder: settle queued')
  })

  test('is submitted when the box comes back with it', () => {
    const still = { ...typed, stateMs: NOON_MS - MINUTE_MS }
    expect(deeds(seenAs(aScreen({ composer: typedText(typed) }), {}, still))).toEqual([
      'builder: submit-again',
    ])
  })

  test('is not repeated when anybody may have sent it on', () => {
    expect(deeds(seenAs(aScreen(), { attached: 1 }))).toEqual([])
    expect(deeds(seenAs(aScreen(), {}, { ...typed, submits: 1 }))).toEqual([])
  })
})
