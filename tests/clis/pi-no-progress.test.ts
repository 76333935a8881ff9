import { afterEach, expect, test } from 'vitest'
import { tooManyRequests } from '../support/model-server/limits.ts'
import { LimitedTeam } from './limited-team.ts'

const MINUTE_MS = 60_000

let made: LimitedTeam | undefined
afterEach(() => made?.close())

/** Which of the two it is nothing on the screen tells: the other one with AGENTS_TEST_LONG. */
const SAYS_NOTHING = ['that says nothing', { silent: true } as const] as const
const HAS_A_LIMIT = ['that has a limit of which pi says nothing', tooManyRequests(60 * MINUTE_MS)] as const

test.each(process.env.AGENTS_TEST_LONG ? [SAYS_NOTHING, HAS_A_LIMIT] : [HAS_A_LIMIT])(
  'an agent that waits for a model %s is working, with no progress since its text, and is left alone',
  async (_which, answer) => {
    made = await LimitedTeam.start('pi', ['one'], [{ when: /Please work/, answer }])
    const { team, server } = made
    made.send('one', 'Please say hello.')
    await server.find(({ asked }) => asked.text.includes('say hello'))
    await team.until('it is idle', () => team.member('one').verdict.name === 'idle')
    const beganMs = Date.now()
    made.send('one', 'Please work.')
    await server.find(({ asked }) => asked.text.includes('Please work'))
    await team.until('it works', () => team.member('one').verdict.name === 'working')
    expect(team.member('one').verdict.noProgressSinceMs).toBe(undefined)
    made.ahead(12 * MINUTE_MS)
    await team.until('no progress is told', () => team.member('one').verdict.noProgressSinceMs !== undefined)
    const { verdict, setbacks } = team.member('one')
    expect(verdict.name).toBe('working')
    expect((verdict.noProgressSinceMs ?? 0) - beganMs).toBeLessThan(MINUTE_MS)
    expect(setbacks).toBe(0)
    expect(team.sentences(/park|nudge|: end /)).toEqual([])
  },
)
