import { afterEach, expect, test } from 'vitest'
import { CLAUDE_PROMPT_TOO_LONG, CODEX_CONTEXT_FULL } from '../support/model-server/limits.ts'
import { LimitedTeam } from './limited-team.ts'
import { clisOfThisRun } from './program.ts'

const MINUTE_MS = 60_000
const CLIS = [
  ['claude', CLAUDE_PROMPT_TOO_LONG],
  ['codex', CODEX_CONTEXT_FULL],
] as const

let made: LimitedTeam | undefined
afterEach(() => made?.close())

test.each(CLIS.filter(([cli]) => clisOfThisRun().includes(cli)))(
  'with context_full = "compact" %s takes its own command as one, makes room, and goes on in the same run',
  async (cli, refusal) => {
    made = await LimitedTeam.start(
      cli,
      ['one'],
      [
        { when: /Please fill/, answer: refusal },
        { when: /has been compacted/, answer: 'I go on.' },
      ],
      ['context_full = "compact"'],
    )
    const { team, server } = made
    made.send('one', 'Please work.')
    await server.find(({ asked }) => asked.text.includes('Please work.'))
    await team.until('it has worked', () => team.member('one').verdict.name === 'idle')
    made.send('one', 'Please fill it.')
    await team.until('its context is full', () => team.member('one').setback?.kind === 'context')

    const command = () => Object.values(team.memory().messages).find(({ asKeys }) => asKeys)
    await team.until('its command is taken', () => command()?.state === 'accepted')
    made.ahead(2 * MINUTE_MS)
    await server.find(({ asked }) => asked.text.includes('has been compacted'))
    await team.until('it goes on', () => team.member('one').setbacks === 0)
    expect(team.member('one').incarnation).toBe(1)
    // What is no command would be a text for the model.
    expect(server.exchanges.filter(({ asked }) => asked.text.trim() === '/compact')).toEqual([])
  },
)
