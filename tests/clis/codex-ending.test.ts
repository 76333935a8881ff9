import { afterEach, expect, test } from 'vitest'
import { type EndingTeam, openEndingTeam } from './ending-team.ts'

let all: EndingTeam | undefined
afterEach(() => all?.close())

// On request: it copies 400 MB into its home.
test.runIf(process.env.AGENTS_TEST_LONG)(
  'a down ends the background server that Codex makes of itself without --no-daemon, too',
  async () => {
    all = await openEndingTeam('codex', { without: ['--no-daemon'] })
    const { team } = all
    const watchdog = await team.start()
    await all.untilInState()
    const servers = all.left().filter(({ command }) => command.includes('app-server'))
    expect(servers.length).toBeGreaterThan(0)
    team.ask({ ask: 'stop', keepSessions: false })
    expect(await watchdog.waitForEnd()).toBe(0)
    expect(all.left()).toEqual([])
  },
)
