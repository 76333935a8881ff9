import { afterEach, expect, test } from 'vitest'
import { geminiLimit } from '../support/model-server/limits.ts'
import { LimitedTeam } from './limited-team.ts'

const MINUTE_MS = 60_000
const BANNER = 'Usage limit reached for all Pro models.'

let limited: LimitedTeam | undefined
afterEach(() => limited?.close())

test('a limit line that a command printed parks nobody; the limit of a day is stopped at in its menu and waited out for half an hour, once', async () => {
  let isOver = false
  limited = await LimitedTeam.start(
    'gemini',
    ['one'],
    [
      { when: /look/, answer: [{ run: `echo "${BANNER}"` }, BANNER] },
      { when: ({ text }) => /Please work/.test(text) && !isOver, answer: geminiLimit('day') },
      { when: /limit is over/, answer: 'I go on.' },
    ],
  )
  const { team, server } = limited
  limited.send('one', 'Please look.')
  await server.find(({ asked }) => asked.step === 1)
  await team.until('it is idle', () => team.member('one').verdict.name === 'idle')
  limited.send('one', 'Please work.')
  await team.until('it is parked', () => team.member('one').parked !== null)
  expect(team.member('one').setback).toMatchObject({ kind: 'limit', resetsMs: null })
  expect(team.sentences(/dialog: press/).at(-1)).toContain('for: Stop')
  expect(team.sentences(/: park/)).toHaveLength(1)
  isOver = true
  limited.ahead(31 * MINUTE_MS)
  await team.until('it goes on', () => team.member('one').setbacks === 0)
  expect([limited.resumes('one'), limited.toldToGoOn()]).toEqual([1, 1])
})
