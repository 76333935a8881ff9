import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { isSettled } from '../../src/model/message.ts'
import { claimsTold } from '../support/claims-told.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { parentOf } from '../support/team-processes.ts'

let team: TeamFixture
afterEach(() => team.close())

const OBEDIENT = '[[turn]]\nwhen = "/./"\ntimes = 0\nsteps = [ { say = "ok" } ]\n'
const SEED = 20_261
const ROUNDS = 30
const CLAIMS = 9

function loopOf(pings: string): string {
  return `
[loop]
repo = "origin.git"
phases = [{ id = "core", status = "STATUS-core.md" }]
[loop.handoff]
${pings}
`
}

function agent(name: string, more = ''): string {
  return `[[agent]]\nname = "${name}"\nscript = "${name}.toml"\n${more}\n`
}

const DEFAULTS = '[defaults]\nbackend = "scripted"\nkickoff = "kickoff.md"\n'

/** How often a claim stands in what was submitted to an agent. */
const pings = (name: string, label: string) =>
  team.submittedTo(name).filter((text) => text.includes(`claim(${label}) at`)).length

describe('a watchdog that is killed and started again', () => {
  test('adopts the same panes, pings what was pushed meanwhile once, and resets no stall clock', async () => {
    team = new TeamFixture()
    team.write('kickoff.md', 'You are {agent.name}.\n')
    for (const name of ['reviewer', 'errand']) team.write(`${name}.toml`, OBEDIENT)
    const agents = agent('reviewer') + agent('errand', 'kind = "task"')
    team.config(DEFAULTS + agents + loopOf('claim_pings = "reviewer"'), { stall_idle: '"12s"' })
    const first = await team.start()
    await team.until('both had their kickoff', () =>
      ['reviewer', 'errand'].every((name) => team.submittedTo(name).length === 1),
    )
    const quietMs = Date.now()
    const before = team.processes()

    await first.end('SIGKILL')
    team.person.say('claim(meanwhile): ready')
    await sleep(7_000)
    expect(team.processes()).toEqual(before)
    await team.start()
    await team.until('the claim is pinged', () => pings('reviewer', 'meanwhile') === 1)
    expect(team.processes()).toEqual(before)
    await team.until('the errand stalls', () => team.member('errand').incarnation === 2)

    const stall = team.events().find((event) => event.type === 'decided' && event.decision.rule === 'stall')
    const silentMs = (stall?.atMs ?? 0) - quietMs
    expect(silentMs).toBeGreaterThan(10_500)
    expect(silentMs).toBeLessThan(16_000)
    expect(pings('reviewer', 'meanwhile')).toBe(1)
    expect(team.submittedTo('reviewer')).toHaveLength(2)
    expect(team.processes()).toContainEqual(before.find(({ member }) => member === 'reviewer'))
  })

  test(`at ${ROUNDS} random moments types each claim exactly once, and doubles no program`, async () => {
    team = new TeamFixture()
    team.write('kickoff.md', 'You are {agent.name}.\n')
    const labels = Array.from({ length: CLAIMS }, (_, index) => `c${index + 1}`)
    const claims = labels.map((label) => `{ claim = "${label}" }, { work = "2.5s" }`)
    team.write('builder.toml', `[[turn]]\nwhen = "/^Read/"\nsteps = [ ${claims.join(', ')} ]\n${OBEDIENT}`)
    for (const name of ['one', 'two']) team.write(`${name}.toml`, labels.map(reviewTurn).join('') + OBEDIENT)
    const agents = ['builder', 'one', 'two'].map((name) => agent(name, `clone = true\ncwd = "work/${name}"`))
    team.config(DEFAULTS + agents.join('') + loopOf('claim_pings = ["one", "two"]\nreview_pings = "builder"'))
    const first = await team.start()
    await team.until('the builder has begun', () => team.submittedTo('builder').length === 1)
    await first.end('SIGKILL')
    const before = team.processes().filter(({ pid }) => isPaneProgram(pid))

    const random = seeded(SEED)
    for (let round = 0; round < ROUNDS; round += 1) {
      const watchdog = team.launch()
      await sleep(250 + random() * 1_300)
      await watchdog.end('SIGKILL')
      const now = team.processes().filter(({ pid }) => isPaneProgram(pid))
      expect(now, `seed ${SEED}, round ${round}`).toEqual(before)
    }
    await team.start()
    const told = (name: string) => claimsTold(team.submittedTo(name), 'c')
    const reviewers = ['one', 'two']
    await team.until('the last claim reaches each reviewer', () =>
      reviewers.every((name) => told(name).includes(CLAIMS)),
    )
    await team.until('nothing is on its way', () => Object.values(team.memory().messages).every(isSettled))
    const all = labels.map((_, index) => index + 1)
    expect(reviewers.map(told), `seed ${SEED}`).toEqual([all, all])
  }, 120_000)
})

function reviewTurn(label: string): string {
  return `[[turn]]\nwhen = "claim(${label})"\nsteps = [{ work = "1s" }, { review = { label = "${label}", verdict = "PASS" } }]\n`
}

/** Whether a process was started by the tmux server itself: the program of a pane. */
function isPaneProgram(pid: number): boolean {
  return parentOf(pid) === team.serverPid()
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
