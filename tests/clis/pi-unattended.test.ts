import { afterAll, beforeAll, expect, test } from 'vitest'
import { totalOf } from '../../src/model/tokens.ts'
import { AGENT, CliTeam } from '../support/cli-team.ts'
import { git } from '../support/git-fixture.ts'
import { hold } from '../support/model-server/hold.ts'
import { programOf } from './program.ts'

/** The typed line names the file of the kickoff; the commit says what stands in it. */
const COMMIT = 'git commit --quiet --allow-empty --file ../.agents/messages/agent/kickoff-agent-1.md'
const gate = hold(3)
/** It asks three times before it says that it waits. */
const TRIES = 3

let team: CliTeam
beforeAll(async () => {
  const model = { model: 'tests/tests-model' }
  const launch = { cli: 'pi', program: programOf('pi'), backend: model, kickoff: 'Please build it.' } as const
  team = await CliTeam.open(launch, [
    { when: /kickoff-agent-1\.md and follow it/, answer: [{ text: 'I do.', run: COMMIT }, 'It is built.'] },
    { when: /tell me/, answer: { text: 'one two three four five six', hold: gate } },
    { when: /fail/, times: TRIES, answer: { status: 500, body: { error: { message: 'not now' } } } },
  ])
})
afterAll(() => team?.close())

const asked = () =>
  team.server.exchanges.filter(({ asked: { step } }) => step === 0).map(({ asked }) => asked.text)

test('it starts, takes its kickoff as one text, commits with its own tool and is idle again', async () => {
  const [kickoff] = await team.untilSettled(AGENT)
  expect(kickoff).toMatchObject({ kind: 'kickoff', state: 'accepted' })
  await team.untilScreen(AGENT, 'It is built.')
  expect(git(team.cwd(), 'log', '-1', '--format=%an: %s')).toBe('agent: Please build it.')
  expect(asked()).toHaveLength(1)
})

test('a text for a busy agent waits until its answer is whole, and is taken once', async () => {
  team.send(AGENT, 'tell me a story')
  await gate.reached
  team.send(AGENT, 'and go on')
  await team.untilWithheld(AGENT, 'it is working')
  gate.open()
  await team.untilSettled(AGENT, 3)
  await team.server.find(({ asked: { text } }) => text.includes('and go on'))
  expect(asked().filter((text) => text.includes('and go on'))).toHaveLength(1)
  expect(team.screen(AGENT)).toContain('one two three four five six')
})

test('what it used is booked to the token', async () => {
  const sent = () => totalOf(team.server.sent())
  await team.until('all tokens are booked', () => team.booked() === sent())
  expect(sent()).toBeGreaterThan(0)
})

test('no text is given to it while it waits to try again: it would drop it', async () => {
  team.send(AGENT, 'please fail')
  await team.untilScreen(AGENT, 'Retrying (1/3)')
  team.send(AGENT, 'after the failure')
  await team.untilWithheld(AGENT, 'it is working')
  await team.server.find(({ asked: { text } }) => text.includes('after the failure'))
  expect(asked().filter((text) => text.includes('after the failure'))).toHaveLength(1)
})
