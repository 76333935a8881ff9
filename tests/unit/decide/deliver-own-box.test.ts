import { expect, test } from 'vitest'
import { judge } from '../../../src/decide/verdict.ts'
import { type Message, typedText } from '../../../src/model/message.ts'
import type { PaneSeen } from '../../../src/model/observation.ts'
import { delivered } from '../../support/delivered.ts'
import { deeds, withheld } from '../../support/rulings.ts'
import { aMessage, aScreen, aSituation } from '../../support/situation.ts'

const old = aMessage(1, { state: 'accepted', incarnation: 1 })
const older = aMessage(5, { state: 'failed', incarnation: 1 })
const words = aMessage(1, { state: 'accepted', incarnation: 1, tagged: false, line: 'go on, please' })

/** Number 2 is queued, and this stands in the box. */
function waiting(composer: string, pane: Partial<PaneSeen> = {}, known: readonly Message[] = [old, older]) {
  const messages = [...known, aMessage(2)]
  return delivered({ messages, pane: { clears: true, ...pane, screen: aScreen({ composer }) } })
}

test('a text of ours that was given back, or never sent, makes room for the next one', () => {
  expect(deeds(waiting(typedText(old)))).toEqual(['builder: type'])
  expect(deeds(waiting(`${typedText(older)}\n${typedText(old)}`))).toEqual(['builder: type'])
  expect(waiting(typedText(old)).decisions[0]?.because).toContainEqual({
    saw: 'its input box holds just #1 of ours',
  })
})

test.each([
  ['words of a person stand beside it', `${typedText(old)} and more`, {}, 'a draft is in its input box'],
  ['words of a person stand before it', `please ${typedText(old)}`, {}, 'a draft is in its input box'],
  ['its words were changed', typedText(old).replace('line', 'LINE'), {}, 'a draft is in its input box'],
  ['it is of another team', 'line 9 [agents#9]', {}, 'a draft is in its input box'],
  [
    'a person is there',
    typedText(old),
    { attached: 1 },
    '#1 of ours stands in its input box, and a person is there',
  ],
  ['its box cannot be emptied', typedText(old), { clears: false }, '#1 of ours stands in its input box'],
] as const)('nothing is deleted or typed when %s', (_when, composer, pane, by) => {
  const ruling = waiting(composer, pane)
  expect(deeds(ruling)).toEqual([])
  expect(withheld(ruling)).toEqual([`builder: type: ${by}`])
})

test("a person's own words are ours only where they are what we typed last", () => {
  expect(deeds(waiting('go on, please', { typed: 1 }, [words]))).toEqual(['builder: type'])
  expect(deeds(waiting('go on, please', { typed: 7 }, [words]))).toEqual([])
  expect(deeds(waiting('go on, please', { typed: null }, [words]))).toEqual([])
})

test('the verdict says whose words they are', () => {
  const detail = (composer: string) =>
    judge(
      aSituation({
        memory: { messages: { 1: old } },
        panes: { builder: { screen: aScreen({ composer }) } },
      }),
      'builder',
    ).verdict.detail
  expect(detail(typedText(old))).toBe('#1 of ours stands in its input box, unsent or given back')
  expect(detail('half a thought')).toBe('a draft is in its input box')
})
