import { afterEach, expect, test } from 'vitest'
import { AGENT, type CliTeam } from '../support/cli-team.ts'
import { hold } from '../support/model-server/hold.ts'
import { MOMENTS } from '../support/texting.ts'
import { openSending, type SendingLaunch, testTexts } from './sending.ts'

const LAUNCH: SendingLaunch = { args: ['--permission-mode', 'default', '--allowedTools', 'Bash(sleep:*)'] }

testTexts('claude', LAUNCH, MOMENTS)

let team: CliTeam | undefined
afterEach(() => team?.close())

/** Requests in which the model was told this. */
const tellings = (words: string) =>
  team?.server.exchanges.filter(({ asked }) => asked.kind === 'turn' && asked.text.includes(words)).length

test("a text in Claude's own queue when its run ends is told to the next one, once", async () => {
  const gate = hold(0)
  team = await openSending('claude', LAUNCH, [{ when: /think long/, answer: { text: 'Hm.', hold: gate } }])
  team.send(AGENT, 'Please think long.')
  await gate.reached
  team.send(AGENT, 'Then do this.')
  await team.untilScreen(AGENT, 'Queued')
  await team.untilWithheld(AGENT, 'it may wait in a queue')
  expect(team.messagesTo(AGENT).map(({ state }) => state)).toEqual(['accepted', 'submitted'])
  team.ask({ ask: 'restart', agents: [AGENT] })
  await team.untilSettled(AGENT, 2)
  expect(team.messagesTo(AGENT).map(({ state }) => state)).toEqual(['accepted', 'accepted'])
  expect([tellings('think long'), tellings('do this')]).toEqual([1, 1])
})

test('a text that Escape gives back makes room for the next one, and is not sent again', async () => {
  const gate = hold(0)
  team = await openSending('claude', LAUNCH, [{ when: /think long/, answer: { text: 'Hm.', hold: gate } }])
  team.send(AGENT, 'Please think long.')
  await gate.reached
  await team.untilSettled(AGENT)
  team.press(AGENT, 'Escape')
  await team.until('the box holds it', () => team?.boxOf(AGENT) === 'Please think long.')
  team.send(AGENT, 'Do this instead.')
  await team.untilSettled(AGENT, 2)
  await team.server.find(({ asked }) => asked.text.endsWith('Do this instead.'))
  expect(tellings('think long')).toBe(1)
})
