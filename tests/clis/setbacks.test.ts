import { afterEach, expect, test } from 'vitest'
import { SERVER_ERROR, UNAUTHORIZED } from '../support/model-server/limits.ts'
import { LimitedTeam } from './limited-team.ts'
import { clisOfThisRun } from './program.ts'

const MINUTE_MS = 60_000
/** No CLI tries it again. */
const REFUSED = { status: 400, body: { error: { message: 'no such thing', type: 'invalid_request_error' } } }

let made: LimitedTeam | undefined
afterEach(() => made?.close())

/** Those that try again within seconds, after an error and after a stream that was cut. */
const MENDING = ['claude', 'codex', 'pi']

test.each(clisOfThisRun().filter((cli) => MENDING.includes(cli)))(
  '%s is left alone while it tries again by itself, after errors of the service and an answer that was cut',
  async (cli) => {
    made = await LimitedTeam.start(
      cli,
      ['one'],
      [
        { when: /Please work/, times: 2, answer: SERVER_ERROR },
        { when: /Please work/, times: 1, answer: { text: 'one two three four five', breakAfter: 2 } },
        { when: /Please work/, answer: 'I have worked.' },
      ],
    )
    const { team, server } = made
    made.send('one', 'Please work.')
    await team.until('it has worked', () => made?.screen('one').includes('I have worked.') ?? false, 40_000)
    await team.until('it is idle', () => team.member('one').verdict.name === 'idle')
    await team.until('nothing is left of it', () => team.member('one').setbacks === 0)
    expect(team.messagesTo('one')).toHaveLength(1)
    expect(server.exchanges.filter(({ asked }) => asked.kind === 'turn')).toHaveLength(4)
    expect(team.sentences(/park|alarm/)).toEqual([])
  },
)

test.each(clisOfThisRun())(
  '%s: a turn that an error ended is nudged once and goes on; a login that is lost is told to a person, once',
  async (cli) => {
    made = await LimitedTeam.start(
      cli,
      ['one'],
      [
        { when: /Please work/, answer: REFUSED },
        { when: /Go on/, answer: 'I go on.' },
        { when: /Who am I/, answer: UNAUTHORIZED },
      ],
    )
    const { team, server } = made
    made.send('one', 'Please say hello.')
    await server.find(({ asked }) => asked.text.includes('say hello'))
    await team.until('it is idle', () => team.member('one').verdict.name === 'idle')
    made.send('one', 'Please work.')
    await team.until('its transcript tells', () => team.member('one').setback?.kind === 'failure')
    expect(team.member('one')).toMatchObject({ setbacks: 1 })
    made.ahead(MINUTE_MS)
    await team.until('it went on', () => team.member('one').setbacks === 0)
    const nudges = server.exchanges.filter(
      ({ asked }) => asked.kind === 'turn' && asked.step === 0 && /Go on/.test(asked.text),
    )
    expect(nudges).toHaveLength(1)

    made.send('one', 'Who am I?')
    await team.until('its login is lost', () => team.member('one').setback?.kind === 'login')
    await team.until('a person is told', () => team.sentences(/login is lost/).length > 0)
    made.ahead(30 * MINUTE_MS)
    made.send('one', 'Are you there?')
    await server.find(({ asked }) => asked.text.includes('Are you there?'))
    expect(team.sentences(/alarm.*login is lost/)).toHaveLength(1)
    expect(team.sentences(/park/)).toEqual([])
  },
)
