import { afterEach, expect, test } from 'vitest'
import { claudeLimit } from '../support/model-server/limits.ts'
import { LimitedTeam } from './limited-team.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const BANNER = "You've hit your 5-hour limit · resets 11:59pm (UTC)"
/** Claude Code goes on about 75 s after the reset: only where AGENTS_TEST_LONG asks for it. */
const IS_LONG = Boolean(process.env.AGENTS_TEST_LONG)

let limited: LimitedTeam | undefined
afterEach(() => limited?.close())

test('a limit line that a command printed parks nobody; a five-hour limit parks, and Claude, which goes on by itself, gets no text', async () => {
  let isOver = false
  const resetsAtMs = Date.now() + 25_000
  limited = await LimitedTeam.start(
    'claude',
    ['one'],
    [
      { when: /look/, answer: [{ run: `echo "${BANNER}"` }, BANNER] },
      {
        when: ({ text }) => /Please work/.test(text) && !isOver,
        answer: claudeLimit({ claim: 'five_hour', resetsAtMs }),
      },
      { when: /has reset/, answer: 'I go on.' },
    ],
  )
  const { team, server } = limited
  limited.send('one', 'Please look.')
  await team.until('the line is read', () =>
    team.facts('session').some(({ seen }) => seen.kind === 'here' && seen.screen.state === 'limited'),
  )
  expect(team.sentences(/park/)).toEqual([])

  limited.send('one', 'Please work.')
  await team.until('it is parked', () => team.member('one').parked !== null)
  expect(team.member('one').setback).toMatchObject({ kind: 'limit', window: 'five_hour' })
  isOver = true
  limited.ahead(5 * MINUTE_MS)
  await team.until(
    'the text is withheld',
    () => team.sentences(/withheld: it goes on by itself/).length === 1,
  )
  if (IS_LONG) {
    await team.until('it is parked no more', () => team.member('one').parked === null, 120_000)
    expect(server.exchanges.filter(({ asked }) => /limit has reset/.test(asked.text))).toHaveLength(1)
  }
  expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([0, 0])
})

test('a weekly limit waits in its menu, and is resumed once when its time has come', async () => {
  let isOver = false
  const resetsAtMs = Date.now() + 72 * HOUR_MS
  limited = await LimitedTeam.start(
    'claude',
    ['one'],
    [
      { when: () => !isOver, answer: claudeLimit({ claim: 'seven_day', resetsAtMs }) },
      { when: /limit is over/, answer: 'I go on.' },
    ],
  )
  const { team } = limited
  limited.send('one', 'Please work.')
  await team.until('it is parked', () => team.member('one').parked !== null)
  expect(team.member('one').setback).toMatchObject({ window: 'seven_day' })
  await team.until('its menu is open', () => limited?.screen('one').includes('Stop and wait') ?? false)
  // A person, or the rule for dialogs, chooses to wait.
  team.tmux('send-keys', '-t', 't-one:', 'Enter')
  isOver = true
  limited.ahead(72 * HOUR_MS + 2 * MINUTE_MS)
  await team.until('the model is told', () => limited?.toldToGoOn() === 1)
  await team.until('it is parked no more, and nothing waits', () => team.member('one').setbacks === 0)
  expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([1, 1])
})
