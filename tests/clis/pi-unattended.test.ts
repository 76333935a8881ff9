import { afterAll, beforeAll, expect, test } from 'vitest'
import { totalOf } from '../../src/model/tokens.ts'
import { git } from '../support/git-fixture.ts'
import { hold } from '../support/model-server/hold.ts'
import { type CliTeam, openCliTeam } from './cli-team.ts'

/** The typed line names the file of the kickoff; the commit says what stands in it. */
const COMMIT = 'git commit --quiet --allow-empty --file ../.agents/messages/pi/kickoff-pi-1.md'
const gate = hold(3)
/** It asks three times before it says that it waits. */
const TRIES = 3

let pi: CliTeam
beforeAll(async () => {
  pi = await openCliTeam('pi', {
    model: 'tests/tests-model',
    kickoff: 'Please build it.',
    rules: [
      { when: /kickoff-pi-1\.md and follow it/, answer: [{ text: 'I do.', run: COMMIT }, 'It is built.'] },
      { when: /tell me/, answer: { text: 'one two three four five six', hold: gate } },
      { when: /fail/, times: TRIES, answer: { status: 500, body: { error: { message: 'not now' } } } },
    ],
  })
})
afterAll(() => pi?.close())

const asked = () =>
  pi.server.exchanges.filter(({ asked: { step } }) => step === 0).map(({ asked }) => asked.text)

test('it starts, takes its kickoff as one text, commits with its own tool and is idle again', async () => {
  await pi.team.untilReady(['pi'])
  const [kickoff] = await pi.team.untilSettled('pi')
  expect(kickoff).toMatchObject({ kind: 'kickoff', state: 'accepted' })
  await pi.team.untilScreen('pi', 'It is built.')
  expect(git(pi.cwd, 'log', '-1', '--format=%an: %s')).toBe('pi: Please build it.')
  expect(asked()).toHaveLength(1)
})

test('a text for a busy agent waits until its answer is whole, and is taken once', async () => {
  pi.team.send('pi', 'tell me a story')
  await gate.reached
  pi.team.send('pi', 'and go on')
  await pi.team.untilWithheld('pi', 'it is working')
  gate.open()
  await pi.team.untilSettled('pi', 3)
  await pi.server.find(({ asked: { text } }) => text.includes('and go on'))
  expect(asked().filter((text) => text.includes('and go on'))).toHaveLength(1)
  expect(pi.team.screen('pi')).toContain('one two three four five six')
})

test('what it used is booked to the token', async () => {
  const sent = () => totalOf(pi.server.sent())
  await pi.team.until('all tokens are booked', () => pi.booked() === sent())
  expect(sent()).toBeGreaterThan(0)
})

test('no text is given to it while it waits to try again: it would drop it', async () => {
  pi.team.send('pi', 'please fail')
  await pi.team.untilScreen('pi', 'Retrying (1/3)')
  pi.team.send('pi', 'after the failure')
  await pi.team.untilWithheld('pi', 'it is working')
  await pi.server.find(({ asked: { text } }) => text.includes('after the failure'))
  expect(asked().filter((text) => text.includes('after the failure'))).toHaveLength(1)
})
