import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeliveryTeam } from '../support/delivery-team.ts'

const scriptedAgent = new URL('../../src/rehearsal/scripted-agent.ts', import.meta.url).pathname
/** Leaves a shell in the pane when the agent has ended, as people's own wrappers do. */
const WRAPPED = ['sh', '-c', '"$@"; exec sh', 'wrapper', process.execPath, scriptedAgent]
const DIALOG = '{ title = "Delete it all?", options = ["Yes", "No"], chosen = 1, dangerous = 1 }'

const team = new DeliveryTeam()

beforeAll(async () => {
  team.configAgents(
    {
      deaf: { script: 'start = [{ swallow_enter = 1 }]' },
      drafter: { script: 'start = [{ draft = "half a thought" }]' },
      asker: { script: `[[turn]]\nwhen = "ask"\nsteps = [{ dialog = ${DIALOG} }]` },
      mortal: { script: '[[turn]]\nwhen = "die"\nsteps = [{ exit = 0 }]', keys: 'watch = "none"' },
      wrapped: { script: '[[turn]]\nwhen = "leave"\nsteps = [{ exit = 0 }]', keys: 'backend = "wrapped"' },
      plain: {},
      frozen: { script: '[[turn]]\nwhen = "freeze"\nsteps = [{ hang = true }]' },
      busy: { script: '[[turn]]\nwhen = "begin"\nsteps = [{ work = "3s" }]' },
      slow: { script: 'start = [{ work = "1s" }]', keys: 'kickoff = "kickoff.md"' },
      clumsy: { script: 'start = [{ swallow_enter = 1 }]' },
    },
    `[backend.wrapped]\nprofile = "scripted"\ncommand = ${JSON.stringify(WRAPPED)}\n`,
  )
  team.write('kickoff.md', 'Begin.\n')
  await team.start()
  for (const text of ['one', 'two', 'three']) team.send('slow', text)
})
afterAll(() => team.close())

test('a swallowed Enter is noticed, and mended by the submit key alone', async () => {
  await team.untilReady(['deaf'])
  team.send('deaf', 'hello out there')
  await team.untilSettled('deaf')
  expect(team.submittedTo('deaf')).toEqual(['hello out there'])
  expect([team.typings('deaf'), team.pressings('deaf')]).toEqual([1, 1])
})

test('a draft of a person stays untouched; the text waits, says why, and comes when the draft is gone', async () => {
  await team.untilReady(['drafter'])
  team.send('drafter', 'for later')
  await team.untilWithheld('drafter', 'a draft is in its input box')
  team.press('drafter', '-l', ' in two halves')
  await team.untilScreen('drafter', 'in two halves')
  team.press('drafter', 'Enter')
  await team.untilSettled('drafter')
  expect(team.submittedTo('drafter')).toEqual(['half a thought in two halves', 'for later'])
})

test('a dialog gets no text and no key; the text comes when a person has answered', async () => {
  await team.untilReady(['asker'])
  team.send('asker', 'ask')
  await team.untilScreen('asker', 'Delete it all?')
  team.send('asker', 'go on')
  await team.untilWithheld('asker', 'a dialog is open: Delete it all?')
  expect(team.screen('asker')).toContain('❯ 1. Yes')
  team.press('asker', 'Down', 'Enter')
  await team.untilSettled('asker', 2)
  expect(team.submittedTo('asker')).toEqual(['ask', 'go on'])
  expect(team.transcript('asker').filter(({ event }) => event === 'dialog')).toMatchObject([{ text: 'No' }])
})

test('a dead pane gets no text, and the tmux server survives it', async () => {
  await team.untilReady(['mortal'])
  const server = team.serverPid()
  team.send('mortal', 'die')
  await team.until('mortal is gone', () => team.member('mortal').run === 'off')
  team.send('mortal', 'are you there?')
  await team.untilWithheld('mortal', 'its program is off')
  expect(team.submittedTo('mortal')).toEqual(['die'])
  expect(team.serverPid()).toBe(server)
})

test('a shell that is left in the pane gets no text, although the old input box still stands there', async () => {
  await team.untilReady(['wrapped'])
  team.send('wrapped', 'leave')
  await team.until(
    'only the shell is left',
    () => team.member('wrapped').seen?.kind === 'here' && isBare('wrapped'),
  )
  team.send('wrapped', 'touch canary')
  await team.untilWithheld('wrapped', 'a shell is in its pane')
  expect(team.screen('wrapped')).not.toContain('touch')
  expect(existsSync(join(team.folder, 'canary'))).toBe(false)
})

test('a paused agent gets nothing until it is resumed', async () => {
  await team.untilReady(['plain'])
  team.ask({ ask: 'pause', agents: ['plain'] })
  team.send('plain', 'after the pause')
  await team.untilWithheld('plain', 'paused by a person')
  expect(team.submittedTo('plain')).toEqual([])
  team.ask({ ask: 'resume', agents: ['plain'] })
  await team.untilSettled('plain')
  expect(team.submittedTo('plain')).toEqual(['after the pause'])
})

test('texts that come in a flock are messages of their own, in order', async () => {
  const texts = ['a', 'b', 'c', 'd', 'e'].map((letter) => `text ${letter}`)
  for (const text of texts) team.send('plain', text)
  await team.untilSettled('plain', 6)
  expect(team.submittedTo('plain').slice(1)).toEqual(texts)
})

test('a program that is frozen gets one text, not a second behind it; its next run gets both', async () => {
  await team.untilReady(['frozen'])
  for (const text of ['freeze', 'not read', 'not even typed']) team.send('frozen', text)
  await team.untilWithheld('frozen', 'its program has drawn nothing since it was typed')
  expect(team.typings('frozen')).toBe(2)
  team.ask({ ask: 'restart', agents: ['frozen'] })
  await team.untilSettled('frozen', 3)
  expect(team.submittedTo('frozen')).toEqual(['freeze', 'not read', 'not even typed'])
})

test('a busy agent takes texts into its queue', async () => {
  await team.untilReady(['busy'])
  for (const text of ['begin', 'second', 'third']) team.send('busy', text)
  await team.untilSettled('busy', 3)
  const taken = team.transcript('busy').filter(({ type }) => type === 'user')
  expect(taken).toMatchObject([
    { text: 'begin', queued: false },
    { text: 'second', queued: true },
    { text: 'third', queued: true },
  ])
})

test('what was queued while an agent started comes in order, its kickoff first', async () => {
  await team.untilSettled('slow', 4)
  const [kickoff, ...rest] = team.submittedTo('slow')
  expect(kickoff).toMatch(/^Read .*kickoff.* and follow it\. \[agents#\d+\]$/)
  expect(rest).toEqual(['one', 'two', 'three'])
})

test('a program that dies with our text in its input box gets it once more in its next run', async () => {
  await team.untilReady(['clumsy'])
  team.send('clumsy', 'take this')
  await team.until('the text is typed', () => team.messagesTo('clumsy')[0]?.state === 'submitted')
  process.kill(team.member('clumsy').pane?.pid ?? 0, 'SIGKILL')
  await team.untilSettled('clumsy', 1, 60_000)
  expect(team.member('clumsy').incarnation).toBe(2)
  expect(team.typings('clumsy')).toBe(2)
  expect(team.submittedTo('clumsy')).toEqual(['take this'])
})

function isBare(agent: string): boolean {
  const { seen } = team.member(agent)
  return seen?.kind === 'here' && seen.bareShell
}
