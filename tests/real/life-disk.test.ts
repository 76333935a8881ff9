import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SmallDisk } from '../support/small-disk.ts'
import { TeamFixture } from '../support/team-fixture.ts'

let team: TeamFixture
let disk: SmallDisk | string = ''
beforeEach(() => {
  team = new TeamFixture()
})
afterEach(async () => {
  if (typeof disk !== 'string') disk.unmount()
  disk = ''
  await team.close()
})

/** An agent that writes down each line it is told, outside of the state folder, and a service. */
const LISTENER = `
[backend.listener]
profile = "shell"
command = ["sh", "-c", 'while read -r line; do echo "$line" >> heard; done']
[[agent]]
name = "listener"
kind = "persistent"
backend = "listener"
wake = { every = "2s", prompt = "tick" }
[[service]]
name = "server"
command = ["sleep", "1000"]
`

/** Starts a team, ends its watchdog in good order, keeping the sessions, and returns the path of its record. */
async function recordOfATeam(): Promise<string> {
  team.config('[[service]]\nname = "server"\ncommand = ["sleep", "1000"]\n')
  const watchdog = await team.start()
  await team.until('it runs', () => team.member('server').run === 'running')
  team.ask({ ask: 'stop', keepSessions: true })
  expect(await watchdog.waitForEnd()).toBe(0)
  return join(team.stateDir, 'state.db')
}

async function refusal(): Promise<string> {
  const watchdog = team.launch()
  expect(await watchdog.waitForEnd()).toBe(1)
  return watchdog.output
}

describe('a record that cannot be used is refused with its mend, and left as it is', () => {
  test('when it is damaged', async () => {
    const file = await recordOfATeam()
    const before = team.processes()
    const damaged = readFileSync(file).fill('x', 0, 4_096)
    writeFileSync(file, damaged)
    expect(await refusal()).toMatch(
      /^StoreTrouble: .*state\.db is damaged .*; put a copy back, or move it away/,
    )
    expect(readFileSync(file).equals(damaged)).toBe(true)
    expect(team.processes()).toEqual(before)
  })

  test('when a newer version wrote it', async () => {
    const file = await recordOfATeam()
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(await refusal()).toMatch(/^StoreTrouble: .*newer version of agents.*; install that version again/)
  })

  test('when its folder is read-only', async ({ skip }) => {
    await recordOfATeam()
    disk = SmallDisk.mount(team.stateDir)
    if (typeof disk === 'string') return skip(disk)
    disk.makeReadOnly()
    expect(await refusal()).toMatch(/^FileTrouble: .*lock\.db: cannot be locked .*; make its folder writable/)
  })
})

test('on a full disk the watchdog goes on from memory, says that it does not save, and saves all when there is room', async ({
  skip,
}) => {
  disk = SmallDisk.mount(team.stateDir)
  if (typeof disk === 'string') return skip(disk)
  team.config(LISTENER)
  const watchdog = await team.start()
  const heard = () => (team.read('heard') ?? '').split('\n').length - 1
  const pidOf = (member: string) => team.processes().find((one) => one.member === member)?.pid ?? 0
  await team.until('the listener hears', () => heard() >= 1)

  disk.fill('watchdog.log')
  const before = heard()
  const saved = team.events().length
  const first = pidOf('server')
  process.kill(first, 'SIGKILL')
  await team.until('the service is started again', () => ![0, first].includes(pidOf('server')))
  await team.until('wakes are typed', () => heard() >= before + 2)
  expect(watchdog.output).toMatch(/events are not saved/)
  expect(watchdog.output).toMatch(/watchdog\.log: ENOSPC/)
  expect(team.events()).toHaveLength(saved)

  disk.makeRoom()
  // This disk is so small that it is told as nearly full all the time.
  const isTold = ({ troubles }: { readonly troubles: readonly string[] }) => /not saved/.test(troubles.join())
  await team.until('all is saved', () => {
    const told = team.facts('troubles').map(isTold)
    return told.includes(true) && told.at(-1) === false
  })
  const numbers = team.events().map(({ seq }) => seq)
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  expect(team.facts('ended').map(({ member }) => member)).toEqual(['server'])
  await watchdog.end('SIGTERM')
  expect(watchdog.ended).toEqual({ code: 0, signal: null })
})
