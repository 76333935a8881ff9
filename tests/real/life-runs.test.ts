import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { TeamFixture } from '../support/team-fixture.ts'

let team: TeamFixture
afterEach(() => team.close())

const OBEDIENT = '[[turn]]\nwhen = "/./"\ntimes = 0\nsteps = [ { say = "ok" } ]\n'
const FLAG = 'if [ -e mended ]; then exec sleep 1000; else exit 1; fi'

/** Times of the starts of a member, ms. */
const starts = (name: string) =>
  team
    .events()
    .flatMap((event) =>
      event.type === 'decided' && event.decision.target === name && event.decision.action.do === 'start'
        ? [event.atMs]
        : [],
    )
const alarms = (kind: string) =>
  team
    .events()
    .filter(
      ({ ...event }) =>
        event.type === 'decided' &&
        event.decision.action.do === 'alarm' &&
        event.decision.action.kind === kind,
    )
const done = (file: string) => {
  team.person.write(`machine-docs/${file}`, '## DONE\n')
  team.person.say(`Mark ${file}`)
}

describe('a program that ends', () => {
  test('again and again comes back ever later, until the breaker opens with one alarm; resume closes it', async () => {
    team = new TeamFixture()
    team.config(`[[service]]\nname = "flaky"\ncommand = ["sh", "-c", ${JSON.stringify(FLAG)}]\n`, {
      restart: '{ backoff = "400ms", max_backoff = "10s", burst = 3, within = "60s" }',
    })
    await team.start()
    await team.until('the breaker opens', () => team.member('flaky').breaker === 'open')
    const times = starts('flaky')
    const gaps = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0))
    expect(times).toHaveLength(4)
    gaps.forEach((gap, index) => {
      expect(gap).toBeGreaterThanOrEqual(400 * 2 ** index)
      expect(gap, 'a tick and a busy machine later at the most').toBeLessThan(400 * 2 ** index * 1.1 + 10_000)
    })
    expect(alarms('crash-loop')).toHaveLength(1)

    writeFileSync(join(team.folder, 'mended'), '')
    team.ask({ ask: 'resume', agents: ['flaky'] })
    await team.until(
      'it runs',
      () => team.member('flaky').run === 'running' && team.member('flaky').incarnation === 5,
    )
    expect(team.member('flaky').breaker).toBe('closed')
    expect(alarms('crash-loop')).toHaveLength(1)
  })

  test('with children left behind is alone when it comes back', async () => {
    team = new TeamFixture()
    team.write(
      'leaver.toml',
      'start = [ { grandchild = "10m" } ]\n[[turn]]\nwhen = "die"\nsteps = [ { crash = true } ]\n',
    )
    team.config('[[agent]]\nname = "leaver"\nbackend = "scripted"\nscript = "leaver.toml"\n')
    await team.start()
    await team.untilReady(['leaver'])
    team.ask({ ask: 'send', agents: ['leaver'], text: 'die' })
    await team.until('it is back', () => team.member('leaver').incarnation === 2)
    await team.untilReady(['leaver'])
    expect([...new Set(team.processes().map(({ incarnation }) => incarnation))]).toEqual([2])
  })

  test('well is a finished task: a wake runs it again, but not while it still runs', async () => {
    team = new TeamFixture()
    team.config(`
[backend.errand]
profile = "shell"
command = ["sh", "-c", "echo run >> runs; sleep 1"]
[backend.long]
profile = "shell"
command = ["sleep", "1000"]
[[agent]]
name = "errand"
kind = "task"
backend = "errand"
wake = { every = "6s", prompt = "again" }
[[agent]]
name = "long"
kind = "task"
backend = "long"
wake = { every = "3s", prompt = "again" }
`)
    await team.start()
    await team.until('it is finished', () => team.member('errand').verdict.detail === 'finished (exit 0)')
    await team.until('a wake runs it again', () => team.member('errand').incarnation === 2)
    await team.until('it is finished again', () => team.member('errand').run === 'off')
    expect(team.read('runs')).toBe('run\nrun\n')
    expect(starts('errand')).toHaveLength(2)
    expect(team.facts('ended').map(({ status }) => status)).toEqual([0, 0])
    expect(team.member('long').incarnation).toBe(1)
    expect(team.sentences(/start long.*withheld: its last run is still going/)).not.toEqual([])
  })
})

test('after the last phase only persistent agents get texts, until a phase is appended', async () => {
  team = new TeamFixture()
  team.write('kickoff.md', 'You are {agent.name}, in phase {phase.id}.\n')
  for (const name of ['builder', 'desk']) team.write(`${name}.toml`, OBEDIENT)
  const config = (phases: string) => `
[defaults]
backend = "scripted"
[[agent]]
name = "builder"
script = "builder.toml"
kickoff = "kickoff.md"
[[agent]]
name = "desk"
kind = "persistent"
script = "desk.toml"
wake = { every = "3s", prompt = "Report." }
[loop]
repo = "origin.git"
phases = [${phases}]
[loop.handoff]
claim_pings = "builder"
`
  team.config(config('{ id = "core", status = "STATUS-core.md" }'))
  await team.start()
  await team.until('the builder is told', () => team.submittedTo('builder').length === 1)
  done('STATUS-core.md')
  await team.until('the sequence is complete', () => team.read('.agents/SEQUENCE-COMPLETE') !== null)
  const wakes = team.submittedTo('desk').length
  team.person.say('claim(late): ready')
  await team.until('the desk keeps its wakes', () => team.submittedTo('desk').length >= wakes + 2)
  expect(team.submittedTo('builder')).toHaveLength(1)
  expect(team.memory().phase.complete).toBe(true)

  team.config(
    config('{ id = "core", status = "STATUS-core.md" }, { id = "more", status = "STATUS-more.md" }'),
  )
  await team.until('the builder is told of the new phase', () => team.submittedTo('builder').length === 2)
  expect(team.memory().phase.current).toBe('more')
  expect(team.read('.agents/SEQUENCE-COMPLETE')).toBeNull()
  expect(team.member('builder').incarnation).toBe(2)
})
