import { afterEach, expect, test } from 'vitest'
import { SERVER_ERROR, UNAUTHORIZED } from '../support/model-server/limits.ts'
import type { Rule } from '../support/model-server/rule.ts'
import { LimitedTeam } from './limited-team.ts'
import { clisOfThisRun } from './program.ts'

const MINUTE_MS = 60_000
/** What each of them mends by trying again; those that are on request only take minutes for it. */
const MENDED: readonly Rule[] = [
  { when: /say hello/, times: 2, answer: SERVER_ERROR },
  { when: /say hello/, times: 1, answer: { text: 'one two three four five', breakAfter: 2 } },
]
/** No CLI tries it again. */
const REFUSED = { status: 400, body: { error: { message: 'no such thing', type: 'invalid_request_error' } } }

/** Codex takes its time to try again: only where AGENTS_TEST_LONG asks for it. */
const PLAYED = clisOfThisRun().filter((cli) => process.env.AGENTS_TEST_LONG || cli !== 'codex')

let made: LimitedTeam | undefined
afterEach(() => made?.close())

test.each(PLAYED)(
  '%s: tries of its own are left alone; a turn that an error ended is nudged once and goes on; a login that is lost is told to a person, once',
  async (cli) => {
    const mended = ['claude', 'codex', 'pi'].includes(cli) ? MENDED : []
    made = await LimitedTeam.start(
      cli,
      ['one'],
      [
        ...mended,
        { when: /say hello/, answer: 'Hello to you.' },
        { when: /Please work/, answer: REFUSED },
        { when: /Go on/, answer: 'I go on.' },
        { when: /Who am I/, answer: UNAUTHORIZED },
      ],
    )
    const { team, server } = made
    const asked = (text: RegExp) =>
      server.exchanges.filter(({ asked: { kind, text: last } }) => kind === 'turn' && text.test(last)).length
    const isIdle = () => team.member('one').verdict.name === 'idle' && team.member('one').setbacks === 0

    made.send('one', 'Please say hello.')
    await team.until('it has answered', () => made?.screen('one').includes('Hello to you.') ?? false, 40_000)
    await team.until('it is idle', isIdle)
    expect([asked(/say hello/), team.messagesTo('one').length]).toEqual([mended.length === 0 ? 1 : 4, 1])

    made.send('one', 'Please work.')
    await team.until(
      'its transcript tells',
      () => team.member('one').setback?.words.includes('no such thing') ?? false,
    )
    expect(team.member('one')).toMatchObject({ setbacks: 1, setback: { kind: 'failure' } })
    made.ahead(MINUTE_MS)
    await team.until('it went on', isIdle)
    expect(asked(/Go on/)).toBe(1)

    made.send('one', 'Who am I?')
    await team.until('its login is lost', () => team.member('one').setback?.kind === 'login')
    await team.until('a person is told', () => team.sentences(/login is lost/).length > 0)
    made.ahead(30 * MINUTE_MS)
    made.send('one', 'Are you there?')
    await server.find(({ asked: { text } }) => text.includes('Are you there?'))
    expect(team.sentences(/alarm.*login is lost/)).toHaveLength(1)
    expect(team.sentences(/park/)).toEqual([])
  },
)
