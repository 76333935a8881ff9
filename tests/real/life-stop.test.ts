import { execFileSync } from 'node:child_process'
import { afterEach, describe, expect, test } from 'vitest'
import { isAlive } from '../support/private-tmux.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { tmuxServersOf } from '../support/team-processes.ts'

let team: TeamFixture
afterEach(() => team.close())

const MAIN = new URL('../../agents.ts', import.meta.url).pathname

const STUBBORN =
  'start = [ { ignore_sigterm = true }, { grandchild = "10m" } ]\n[[turn]]\nwhen = "/./"\nsteps = []\n'

function lay(): void {
  team = new TeamFixture()
  team.write('stubborn.toml', STUBBORN)
  team.config(`
[[agent]]
name = "stubborn"
backend = "scripted"
script = "stubborn.toml"
[[service]]
name = "server"
command = ["sleep", "1000"]
[[service]]
name = "broken"
command = ["sh", "-c", "exit 3"]
restart = { backoff = "10m", max_backoff = "10m" }
`)
}

const grandchild = () =>
  Number(team.transcript('stubborn').find((record) => record.event === 'grandchild')?.pid ?? 0)

async function startAll(): Promise<Awaited<ReturnType<TeamFixture['start']>>> {
  lay()
  const watchdog = await team.start()
  await team.untilReady(['stubborn'])
  await team.until('both run', () => team.member('server').run === 'running' && grandchild() > 0)
  await team.until('the third has died', () => team.member('broken').lastEnd !== null)
  return watchdog
}

describe('a stop', () => {
  test('ends every process of ours, however it hides or resists, and no server of ours is left', async () => {
    const watchdog = await startAll()
    const hidden = grandchild()
    expect(isAlive(hidden)).toBe(true)
    team.ask({ ask: 'stop', keepSessions: false })
    expect(await watchdog.waitForEnd()).toBe(0)
    expect(team.processes()).toEqual([])
    expect(isAlive(hidden)).toBe(false)
    expect(tmuxServersOf(team.socket)).toEqual([])
    expect(Object.values(team.memory().members).map(({ run }) => run)).toEqual(['off', 'off', 'off'])
  })

  test('by a signal ends the watchdog alone: every program and every session lives on', async () => {
    const watchdog = await startAll()
    const before = team.processes()
    await watchdog.end('SIGTERM')
    expect(watchdog.ended).toEqual({ code: 0, signal: null })
    expect(team.processes()).toEqual(before)
    expect(team.tmux('list-sessions', '-F', '#{session_name}').split('\n').filter(Boolean)).toHaveLength(3)
  })

  test("leaves a person's session on the same server alone, and every other tmux server", async () => {
    const watchdog = await startAll()
    team.tmux('new-session', '-d', '-s', 't-mine', 'sleep 1000')
    const other = `${team.socket}-other`
    execFileSync(
      'tmux',
      ['-L', other, '-f', '/dev/null', 'new-session', '-d', '-s', 't-stubborn', 'sleep 1000'],
      {
        env: team.env,
      },
    )
    team.ask({ ask: 'stop', keepSessions: false })
    expect(await watchdog.waitForEnd()).toBe(0)
    expect(team.processes()).toEqual([])
    expect(team.tmux('list-sessions', '-F', '#S')).toBe('t-mine')
    expect(team.tmuxOn(other, 'list-sessions', '-F', '#S')).toBe('t-stubborn')
  })

  test('that its watchdog did not live to finish is no reason for the next one to stop', async () => {
    const watchdog = await startAll()
    team.ask({ ask: 'stop', keepSessions: false })
    await team.until('its end has begun', () => team.member('stubborn').run === 'ending')
    await watchdog.end('SIGKILL')
    await team.start()
    await team.until('the team is back', () => team.member('stubborn').incarnation === 2, 20_000)
    expect(team.facts('watchdog-stopped').at(-1)?.why).toBe('it died while it stopped')
    await team.untilReady(['stubborn'])
    const own = team.processes().filter(({ member }) => member === 'stubborn')
    expect(own.every(({ incarnation }) => incarnation === 2)).toBe(true)
  })
})

test('what is taken down while it starts does not come up behind it', async () => {
  team = new TeamFixture()
  // It leaves a child that only KILL ends, so that its second start takes the whole grace of five seconds.
  const script = '[ -e down ] && exec sleep 1000; touch down; trap "" TERM HUP; sleep 1000 & exit 1'
  team.config(`[[service]]\nname = "slow"\ncommand = ["sh", "-c", ${JSON.stringify(script)}]\n`)
  await team.start()
  const isStarting = () => team.member('slow').run === 'starting' && team.member('slow').incarnation === 2
  await team.until('its second start is under way', isStarting)
  team.ask({ ask: 'down', agents: ['slow'] })
  await team.until('it is down', () => team.member('slow').run === 'off')
  expect(team.member('slow').held).toBe('down')
  expect(team.processes()).toEqual([])
})

describe('what a program left behind that died by itself', () => {
  test('is ended by a stop', async () => {
    const watchdog = await startBroken()
    team.ask({ ask: 'stop', keepSessions: false })
    expect(await watchdog.waitForEnd()).toBe(0)
    expect(team.processes()).toEqual([])
  })

  test('is ended by a down of its name', async () => {
    await startBroken()
    team.ask({ ask: 'down', agents: ['broken'] })
    await team.until('nothing of it is left', () => team.processes().length === 0)
    await team.until('nor its pane', () => team.member('broken').pane === null)
  })

  test('is ended by a down when nobody watches any more', async () => {
    const watchdog = await startBroken()
    await watchdog.end('SIGKILL')
    execFileSync(process.execPath, [MAIN, 'down', '--config', team.file], { env: team.env })
    expect(team.processes()).toEqual([])
    expect(tmuxServersOf(team.socket)).toEqual([])
  })
})

async function startBroken(): Promise<Awaited<ReturnType<TeamFixture['start']>>> {
  team = new TeamFixture()
  const script = 'trap "" HUP; setsid sleep 1000 & exit 3'
  team.config(`
[[service]]
name = "broken"
command = ["sh", "-c", ${JSON.stringify(script)}]
restart = { backoff = "10m", max_backoff = "10m" }
`)
  const watchdog = await team.start()
  await team.until('it has died', () => team.member('broken').lastEnd !== null)
  expect(team.processes()).toHaveLength(1)
  return watchdog
}

describe('a second watchdog', () => {
  test('is told who has the team, and may take it as soon as the first is dead', async () => {
    const first = await startAll()
    const before = team.processes()
    const second = team.launch()
    expect(await second.waitForEnd()).toBe(1)
    expect(second.output).toContain(`LockTrouble: another watchdog has this team (pid ${first.pid})`)
    await first.end('SIGKILL')
    const began = performance.now()
    await team.start()
    expect(performance.now() - began).toBeLessThan(5_000)
    expect(team.processes()).toEqual(before)
  })
})
