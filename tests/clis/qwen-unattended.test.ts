import { afterAll, beforeAll, expect, test } from 'vitest'
import { totalOf } from '../../src/model/tokens.ts'
import { git } from '../support/git-fixture.ts'
import { hold } from '../support/model-server/hold.ts'
import { type CliTeam, openCliTeam } from './cli-team.ts'

/** It takes up to 10 s to start, and 4 s of processor time before its first command, in which it draws nothing. */
const SLOW_MS = 60_000
/** The typed line names the file of the kickoff; the commit says what stands in it. */
const COMMIT = 'git commit --quiet --allow-empty --file ../.agents/messages/qwen/kickoff-qwen-1.md'
const gate = hold(3)

let qwen: CliTeam
beforeAll(async () => {
  qwen = await openCliTeam('qwen', {
    model: 'tests-model',
    options: ['--yolo'],
    kickoff: 'Please build it.',
    rules: [
      { when: /kickoff-qwen-1\.md and follow it/, answer: [{ text: 'I do.', run: COMMIT }, 'It is built.'] },
      { when: /tell me/, answer: { text: 'one two three four five six', hold: gate } },
    ],
  })
}, SLOW_MS)
afterAll(() => qwen?.close())

const turns = () =>
  qwen.server.exchanges.filter(({ asked: { step } }) => step === 0).map(({ asked }) => asked.text)

test('it starts, takes its kickoff as one text, commits with its own tool and is idle again', async () => {
  await qwen.team.untilReady(['qwen'], SLOW_MS)
  const [kickoff] = await qwen.team.untilSettled('qwen', 1, SLOW_MS)
  expect(kickoff).toMatchObject({ kind: 'kickoff', state: 'accepted' })
  const isBuilt = () => qwen.team.screen('qwen').includes('It is built.')
  await qwen.team.until('the answer is drawn', isBuilt, SLOW_MS)
  expect(git(qwen.cwd, 'log', '-1', '--format=%an: %s')).toBe('qwen: Please build it.')
})

test('a text for a busy agent is queued behind its answer, and is taken once', async () => {
  qwen.team.send('qwen', 'tell me a story')
  await gate.reached
  qwen.team.send('qwen', 'and go on')
  await qwen.team.untilScreen('qwen', 'Press ↑ to edit queued messages')
  gate.open()
  await qwen.team.untilSettled('qwen', 3, SLOW_MS)
  await qwen.server.find(({ asked: { text } }) => text.includes('and go on'))
  expect(turns().filter((text) => text.includes('and go on'))).toHaveLength(1)
  expect(qwen.team.screen('qwen')).toContain('one two three four five six')
})

test('what it used is booked to the token, with what its own helpers used', async () => {
  await qwen.team.until('all tokens are booked', () => qwen.booked() === totalOf(qwen.server.sent()), SLOW_MS)
  expect(qwen.booked()).toBeGreaterThan(0)
})
