import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TeamFixture } from '../support/team-fixture.ts'
import type { Watchdog } from '../support/watchdog-process.ts'

const WRONG = join(import.meta.dirname, '../fixtures/configs/wrong')
const team = new TeamFixture()
let watchdog: Watchdog

const service = (name: string, env = '') =>
  `[[service]]\nname = "${name}"\ncommand = ["sleep", "1000"]\nenv = { ${env} }\n`
const alarms = () =>
  team
    .events()
    .filter(
      (event) =>
        event.type === 'decided' &&
        event.decision.action.do === 'alarm' &&
        event.decision.action.kind === 'config-invalid',
    ).length
const runs = () =>
  team
    .processes()
    .map(({ member, incarnation }) => `${member}/${incarnation}`)
    .sort()

beforeAll(async () => {
  team.config(service('one') + service('two') + service('three'))
  watchdog = await team.start()
  await team.until('all run', () => runs().length === 3)
})
afterAll(() => team.close())

test('wrong files leave the last good one in force, with one alarm, until the file is right again', async () => {
  const before = team.processes()
  const files = readdirSync(WRONG)
  expect(files.length).toBeGreaterThanOrEqual(20)
  for (const file of files) {
    const seen = team.facts('config-invalid').length
    team.write('agents.toml', readFileSync(join(WRONG, file), 'utf8'))
    await team.until(`${file} is refused`, () => team.facts('config-invalid').length === seen + 1)
    const problems = team.memory().configProblems
    expect(problems.length, file).toBeGreaterThan(0)
    for (const problem of problems) expect(problem, file).toMatch(/agents\.toml:\d+:\d+ \S/)
  }
  rmSync(team.file)
  await team.until('the loss is told', () => team.memory().configProblems[0]?.endsWith('is gone') === true)
  expect(alarms()).toBe(1)

  team.config(service('one') + service('two') + service('three'))
  await team.until('it is right again', () => team.facts('config-valid-again').length === 1)
  expect(team.memory().configProblems).toEqual([])
  expect(team.processes()).toEqual(before)
  expect(watchdog.ended).toBeNull()
})

test('a right one changes only what differs: one is started again, one ended, one added', async () => {
  const three = team.processes().find(({ member }) => member === 'three')
  team.config(service('two', 'COLOUR = "red"') + service('three') + service('four'))
  await team.until('it is in force', () => runs().join() === 'four/1,three/1,two/2')
  expect(team.processes()).toContainEqual(three)
  const changes = team
    .facts('config-loaded')
    .at(-1)
    ?.changes.map(({ target, change }) => `${target} ${change}`)
  expect(changes?.sort()).toEqual(['four added', 'one removed', 'two changed'])
  expect(team.member('one').run).toBe('off')
  expect(team.tmux('list-sessions', '-F', '#S').split('\n').sort()).toEqual(['t-four', 't-three', 't-two'])
})

test('a member that is taken out while nobody watches is ended at the next start', async () => {
  await watchdog.end('SIGKILL')
  team.config(service('two', 'COLOUR = "red"') + service('three'))
  watchdog = await team.start()
  await team.until('four is ended', () => runs().join() === 'three/1,two/2')
})

test('heal = "observe" only records what would be started again', async () => {
  team.config(service('two', 'COLOUR = "red"') + service('three'), { heal: '"observe"' })
  await team.until('it is in force', () => team.sentences(/watchdog\.heal has changed/).length === 1)
  process.kill(team.processes().find(({ member }) => member === 'three')?.pid ?? 0, 'SIGKILL')
  await team.until(
    'it is withheld',
    () => team.sentences(/would start three, run 2 .*heal = "observe"/).length === 1,
  )
  expect(runs()).toEqual(['two/2'])
  team.config(service('two', 'COLOUR = "red"') + service('three'))
  await team.until('it is started again', () => runs().join() === 'three/2,two/2')
})
