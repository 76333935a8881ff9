import { describe, expect, test } from 'vitest'
import { deliver } from '../../../src/decide/deliver.ts'
import type { Member } from '../../../src/model/memory.ts'
import { type Message, typedText } from '../../../src/model/message.ts'
import type { PaneSeen } from '../../../src/model/observation.ts'
import { delivered } from '../../support/delivered.ts'
import { deeds, find, rule, withheld } from '../../support/rulings.ts'
import {
  aMessage,
  aPane,
  aScreen,
  aSituation,
  aTeam,
  MINUTE_MS,
  NOON_MS,
  SECOND_MS,
  withAgent,
} from '../../support/situation.ts'
import { Story } from '../../support/story.ts'

describe('typing', () => {
  test('a queued text is typed into an idle pane with an empty box, and into a busy one whose CLI queues', () => {
    expect(deeds(delivered({}))).toEqual(['builder: type'])
    expect(deeds(delivered({ pane: { screen: aScreen({ state: 'working' }) } }))).toEqual(['builder: type'])
  })

  test('one text for each pane and tick, the oldest first', () => {
    const ruling = delivered({ messages: [aMessage(2), aMessage(3), aMessage(4, { agent: 'correctness' })] })
    expect(ruling.decisions.map(({ action }) => action)).toEqual([
      { do: 'type', message: 2 },
      { do: 'type', message: 4 },
    ])
  })

  test('the kickoff goes before texts that were queued earlier', () => {
    const ruling = delivered({ messages: [aMessage(2), aMessage(3, { kind: 'kickoff' })] })
    expect(find(ruling, 'type').message).toBe(3)
  })

  test('while a text is in flight no other one is typed', () => {
    const flying = aMessage(1, { state: 'submitted', incarnation: 1 })
    expect(deeds(delivered({ messages: [flying, aMessage(2)] }))).toEqual([])
  })

  test('while a deed for the agent is under way nothing is typed', () => {
    const open = { 9: { target: 'builder', do: 'end', message: null } }
    const messages = { 1: aMessage(1) }
    expect(deeds(rule(deliver, aSituation({ memory: { open, messages } })))).toEqual([])
  })

  test.each([
    ['the program is not running', { run: 'ending' }, {}, 'its program is ending'],
    ['the program is dead', {}, { dead: { status: 1, signal: null } }, 'its program is gone'],
    ['a person paused it', { held: 'paused' }, {}, 'paused by a person'],
    [
      'it is parked',
      { parked: { untilMs: NOON_MS, why: 'weekly limit', line: '' } },
      {},
      'parked: weekly limit',
    ],
    ['a person scrolls', {}, { inMode: true, attached: 1 }, 'a person scrolls in the pane'],
    ['only a shell is left', {}, { bareShell: true }, 'its program is gone, a shell is in its pane'],
    ['the input is switched off', {}, { inputOff: true }, 'the input of its pane is switched off'],
    [
      'another is in its pane',
      { pane: { ...aPane('builder').pane, pid: 7 } },
      {},
      'another program is in its pane',
    ],
    [
      'a dialog is open',
      {},
      { screen: aScreen({ state: 'dialog', composer: null, detail: 'Proceed?' }) },
      'a dialog is open: Proceed?',
    ],
    [
      'it is still starting',
      { readyMs: null },
      { screen: aScreen({ state: 'unknown', composer: null }) },
      'it is still starting',
    ],
    [
      'no input box is seen',
      {},
      { screen: aScreen({ state: 'unknown', composer: null }) },
      'no input box is seen',
    ],
    [
      'a draft is in the box',
      {},
      { screen: aScreen({ composer: 'half a thou' }) },
      'a draft is in its input box',
    ],
    [
      'it works and its CLI queues no texts',
      {},
      { input: 'waits', screen: aScreen({ state: 'working' }) },
      'it is working; a text now would be lost, or cost its answer',
    ],
    [
      'such a CLI may stream',
      {},
      { input: 'waits', activityMs: NOON_MS - SECOND_MS },
      'it drew a moment ago and may be at work; a text now could be lost, or cost its answer',
    ],
    ['it was not kicked off yet', { kickedOff: '' }, {}, 'its kickoff comes first'],
  ] as [string, Partial<Member>, Partial<PaneSeen>, string][])(
    'nothing is typed when %s',
    (_when, builder, pane, by) => {
      const ruling = delivered({ builder, pane })
      expect(deeds(ruling)).toEqual([])
      expect(withheld(ruling)).toEqual([`builder: type: ${by}`])
    },
  )

  test('what was recorded after the look of this tick is no younger than now', () => {
    const message = aMessage(1, { queuedMs: NOON_MS + 7 })
    const [typed] = rule(deliver, aSituation({ memory: { messages: { 1: message } } })).decisions
    expect(typed?.because).toContainEqual({ saw: 'ping #1 is queued', ageMs: 0 })
  })

  test('a scrolled pane that nobody is attached to takes its text', () => {
    expect(deeds(delivered({ pane: { inMode: true, attached: 0 } }))).toEqual(['builder: type'])
  })

  test('a CLI that drops answers gets its text when it is idle and still', () => {
    expect(deeds(delivered({ pane: { input: 'waits' } }))).toEqual(['builder: type'])
  })

  test('a program without an input box gets its text as it is', () => {
    expect(
      deeds(delivered({ pane: { input: 'blind', screen: aScreen({ state: 'unknown', composer: null }) } })),
    ).toEqual(['builder: type'])
  })

  test.each([
    ['is not known', { kind: 'unknown', why: 'frozen' }],
    ['is missing', { kind: 'missing', recordedAlive: true }],
  ] as const)('nothing is typed while the pane %s', (_what, builder) => {
    const situation = aSituation({ memory: { messages: { 1: aMessage(1) } } })
    const seen = { ...situation.seen, sessions: { ...situation.seen.sessions, builder } }
    expect(rule(deliver, { ...situation, seen })).toEqual({ decisions: [], withheld: [] })
  })

  test('a text that the pane refused is tried again, but not at once', () => {
    const refused = { messages: [aMessage(1, { why: 'a draft is in its input box' })] }
    const early = delivered({ ...refused, nowMs: NOON_MS + 1999 })
    expect(withheld(early)).toEqual(['builder: type: refused a moment ago: a draft is in its input box'])
    expect(deeds(delivered({ ...refused, nowMs: NOON_MS + 2 * SECOND_MS }))).toEqual(['builder: type'])
  })

  test('a text of which nothing can be typed has failed', () => {
    const nothing = aMessage(1, { line: ' \u200b ', tagged: false })
    expect(deeds(delivered({ messages: [nothing] }))).toEqual(['builder: settle failed'])
  })
})

describe('a swallowed submit key', () => {
  const stuck = (fields: Partial<Message> = {}, pane: Partial<PaneSeen> = {}, ms = 1500) => {
    const message = aMessage(1, { state: 'submitted', incarnation: 1, submits: 1, ...fields })
    const screen = aScreen({ composer: typedText(message), ...pane.screen })
    const drawn = { activityMs: NOON_MS, ...pane, screen }
    return delivered({ messages: [message], pane: drawn, nowMs: NOON_MS + ms })
  }

  test('is sent to a program that stands still only after a long while: it may get them all at once', () => {
    const still = { activityMs: NOON_MS - SECOND_MS }
    const words = 'builder: submit-again: its program has drawn nothing since the last submit key'
    expect(withheld(stuck({}, still, 9_999))).toEqual([words])
    expect(deeds(stuck({}, still, 10_000))).toEqual(['builder: submit-again'])
    expect(deeds(stuck({ submits: 0 }, still))).toEqual(['builder: submit-again'])
  })

  test('is sent again while our own text sits in the box, but not at once', () => {
    expect(deeds(stuck())).toEqual(['builder: submit-again'])
    expect(deeds(stuck({}, {}, 1499))).toEqual([])
  })

  test('three times in all; then the delivery has failed', () => {
    expect(deeds(stuck({ submits: 2 }))).toEqual(['builder: submit-again'])
    expect(find(stuck({ submits: 3 }), 'settle').state).toBe('failed')
  })

  test.each(['line 1 [agents#1] and more of my own', 'my own words', 'please line 1 [agents#1]'])(
    "is not sent when the box holds a person's words: %s",
    (composer) => {
      expect(deeds(stuck({}, { screen: aScreen({ composer }) }))).toEqual([])
    },
  )

  test('is not sent into a dialog or while a person scrolls', () => {
    expect(deeds(stuck({}, { screen: aScreen({ state: 'dialog' }) }))).toEqual([])
    expect(deeds(stuck({}, { inMode: true, attached: 1 }))).toEqual([])
  })

  test('over a whole delivery the text is typed once and the key sent three times', () => {
    const story = Story.running()
    story.ask({ ask: 'send', agents: ['builder'], text: 'hello' })
    story.outcomes = {
      type: { ok: true, text: '', reached: 'submitted' },
      'submit-again': { ok: true, text: '', reached: 'submitted' },
    }
    story.tick()
    story.draw('builder', { screen: aScreen({ composer: 'hello' }) })
    const decided = story.during(MINUTE_MS).filter((one) => one.startsWith('builder'))
    expect(decided).toEqual([
      'builder: submit-again',
      'builder: submit-again',
      'builder: settle failed',
      'builder: alarm needs-human',
    ])
  })
})

describe('a crash while typing', () => {
  const typing = aMessage(1, { state: 'typing', incarnation: 1, stateMs: NOON_MS })
  const found = (pane: Partial<PaneSeen>) =>
    delivered({ messages: [typing], pane, nowMs: NOON_MS + 10 * SECOND_MS })

  test('found in the conversation: it was delivered', () => {
    expect(find(found({ screen: aScreen({ tags: [1] }) }), 'settle').state).toBe('accepted')
  })

  test('found in the box: only the key is sent', () => {
    expect(deeds(found({ screen: aScreen({ composer: typedText(typing) }) }))).toEqual([
      'builder: submit-again',
    ])
  })

  test('its pane has no receipt of it: it is typed again, whatever was drawn since', () => {
    const settled = find(found({ typed: null, activityMs: NOON_MS + SECOND_MS }), 'settle')
    expect(settled.state).toBe('queued')
    expect(find(found({ typed: 7 }), 'settle').state).toBe('queued')
  })

  test('its pane has the receipt, and the agent works in front of an empty box: it was taken', () => {
    const screen = aScreen({ state: 'working', composer: '' })
    expect(find(found({ typed: 1, screen }), 'settle').state).toBe('accepted')
  })

  test('its pane has the receipt and no sign of it comes: it is not repeated, and a person is told', () => {
    const late = (ms: number) => delivered({ messages: [typing], pane: { typed: 1 }, nowMs: NOON_MS + ms })
    expect(deeds(late(10 * SECOND_MS))).toEqual([])
    expect(find(late(MINUTE_MS), 'settle').state).toBe('failed')
    expect(deeds(late(MINUTE_MS))).toContain('builder: alarm needs-human')
  })

  test('a codex-like program is not typed into a second time while it answers', () => {
    expect(
      deeds(found({ input: 'waits', activityMs: NOON_MS, screen: aScreen({ state: 'working', tags: [1] }) })),
    ).toEqual(['builder: settle accepted'])
  })
})

test('a service takes no text', () => {
  const messages = { 1: aMessage(1, { agent: 'preview' }) }
  expect(
    deeds(rule(deliver, aSituation({ memory: { messages }, team: withAgent(aTeam(), 'desk', {}) }))),
  ).toEqual([])
})
