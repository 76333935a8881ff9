import { afterEach, expect, test } from 'vitest'
import { processesOf } from '../support/team-processes.ts'
import { type EndingTeam, openEndingTeam } from './ending-team.ts'

let all: EndingTeam | undefined
afterEach(() => all?.close())

/** With answers on its launch line it begins no server either. */
const AS_IT_COMES = { first_run: 'none' }

// On request: Codex copies 400 MB of itself into its home.
test.runIf(process.env.AGENTS_TEST_LONG)(
  'without --no-daemon agents of one CODEX_HOME hang on a server that ends with the agent that began it, and with the team',
  async () => {
    all = await openEndingTeam('codex', { without: ['--no-daemon'], backend: AS_IT_COMES })
    const { team } = all
    const watchdog = await team.start()
    await all.untilInState()
    const [daemon] = all.left().filter(({ command }) => command.includes('app-server --listen'))
    const owner = processesOf(team.teamId).find(({ pid }) => pid === daemon?.pid)?.member ?? ''
    expect(team.memory().members).toHaveProperty(owner)
    const isBusy = () =>
      team.server.exchanges.some(({ asked, outcome }) => /busy/.test(asked.text) && outcome === null)
    expect(isBusy()).toBe(true)

    team.ask({ ask: 'down', agents: [owner] })
    await team.until('the one is down', () => team.member(owner).run === 'off')
    expect(isBusy()).toBe(false)

    team.ask({ ask: 'stop', keepSessions: false })
    expect(await watchdog.waitForEnd()).toBe(0)
    expect(all.left()).toEqual([])
  },
)
