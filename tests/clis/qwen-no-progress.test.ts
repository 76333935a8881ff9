import { afterEach, expect, test } from 'vitest'
import { tooManyRequests } from '../support/model-server/limits.ts'
import { LimitedTeam } from './limited-team.ts'

const MINUTE_MS = 60_000

let made: LimitedTeam | undefined
afterEach(() => made?.close())

test('tries that Qwen Code writes down are one setback; while it tries it is working, with no progress since the first, and left alone', async () => {
  made = await LimitedTeam.start('qwen', ['one'], [{ when: /Please work/, answer: tooManyRequests() }])
  const { team, server } = made
  made.send('one', 'Please work.')
  const tries = () => server.exchanges.filter(({ asked }) => asked.kind === 'turn').length
  await team.until('it tried three times', () => tries() >= 3, 60_000)
  made.ahead(12 * MINUTE_MS)
  await team.until('no progress is told', () => team.member('one').verdict.noProgressSinceMs !== undefined)
  expect(team.member('one')).toMatchObject({ verdict: { name: 'working' }, setbacks: 1 })
  expect(team.messagesTo('one')).toHaveLength(1)
  expect(team.sentences(/alarm|park/)).toEqual([])
})
