import { afterAll, beforeAll, expect, test } from 'vitest'
import { totalOf } from '../../src/model/tokens.ts'
import { AGENT, CliTeam } from '../support/cli-team.ts'
import { git } from '../support/git-fixture.ts'
import { hold } from '../support/model-server/hold.ts'
import { programOf } from './program.ts'

/** It takes up to 10 s to start, and 4 s of processor time before its first command, in which it draws nothing. */
const SLOW_MS = 60_000
/** The typed line names the file of the kickoff; the commit says what stands in it. */
const COMMIT = 'git commit --quiet --allow-empty --file ../.agents/messages/agent/kickoff-agent-1.md'
const gate = hold(3)

let team: CliTeam
beforeAll(async () => {
  const model = { model: 'tests-model' }
  const launch = {
    cli: 'qwen',
    program: programOf('qwen'),
    backend: model,
    kickoff: 'Please build it.',
  } as const
  team = await CliTeam.open(launch, [
    {
      when: /kickoff-agent-1\.md and follow it/,
      answer: [{ text: 'I do.', run: COMMIT }, 'It is built.'],
    },
    { when: /tell me/, answer: { text: 'one two three four five six', hold: gate } },
  ])
}, SLOW_MS)
afterAll(() => team?.close())

const turns = () =>
  team.server.exchanges.filter(({ asked: { step } }) => step === 0).map(({ asked }) => asked.text)

test('it starts, takes its kickoff as one text, commits with its own tool and is idle again', async () => {
  const [kickoff] = await team.untilSettled(AGENT, 1, SLOW_MS)
  expect(kickoff).toMatchObject({ kind: 'kickoff', state: 'accepted' })
  const isBuilt = () => team.screen(AGENT).includes('It is built.')
  await team.until('the answer is drawn', isBuilt, SLOW_MS)
  expect(git(team.cwd(), 'log', '-1', '--format=%an: %s')).toBe('agent: Please build it.')
})

test('a text for a busy agent is queued behind its answer, and is taken once', async () => {
  team.send(AGENT, 'tell me a story')
  await gate.reached
  team.send(AGENT, 'and go on')
  await team.untilScreen(AGENT, 'Press ↑ to edit queued messages')
  gate.open()
  await team.untilSettled(AGENT, 3, SLOW_MS)
  await team.server.find(({ asked: { text } }) => text.includes('and go on'))
  expect(turns().filter((text) => text.includes('and go on'))).toHaveLength(1)
  expect(team.screen(AGENT)).toContain('one two three four five six')
})

test('what it used is booked to the token, with what its own helpers used', async () => {
  await team.until('all tokens are booked', () => team.booked() === totalOf(team.server.sent()), SLOW_MS)
  expect(team.booked()).toBeGreaterThan(0)
})
