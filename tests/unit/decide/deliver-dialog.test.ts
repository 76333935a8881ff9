import { describe, expect, test } from 'vitest'
import { deliver } from '../../../src/decide/deliver.ts'
import { type Message, typedText } from '../../../src/model/message.ts'
import type { PaneSeen, ScreenReading } from '../../../src/model/observation.ts'
import { deeds, find, rule } from '../../support/rulings.ts'
import { aMessage, aScreen, aSituation, MINUTE_MS, NOON_MS, SECOND_MS } from '../../support/situation.ts'

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
