import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TeamFixture } from '../support/team-fixture.ts'
import type { Watchdog } from '../support/watchdog-process.ts'

const NAMES = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']
const FROZEN_MS = 8_000
/** Starts under way at once; from src/decide/heal.ts. */
const START_BUDGET = 4

const team = new TeamFixture()
let watchdog: Watchdog
const runs = () => NAMES.map((name) => team.member(name).incarnation)
const socket = () => join(team.folder, 'sockets', `tmux-${process.getuid?.()}`, `${team.socket}-0`)

beforeAll(async () => {
  team.write('idle.toml', '[[turn]]\nwhen = "/./"\ntimes = 0\nsteps = [ { say = "ok" } ]\n')
  const agents = NAMES.map((name) => `[[agent]]\nname = "${name}"\nscript = "idle.toml"\n`)
  team.write('kickoff.md', 'You are {agent.name}.\n')
  team.config(`[defaults]
backend = "scripted"
kickoff = "kickoff.md"
${agents.join('')}
[loop]
repo = "origin.git"
phases = [{ id = "core", status = "STATUS-core.md" }, { id = "next", status = "STATUS-next.md" }]
`)
  watchdog = await team.start()
  await team.until('all had their kickoff', () => NAMES.every((name) => team.submittedTo(name).length === 1))
})
afterAll(() => team.close())

describe('a tmux server in trouble', () => {
  test('that is frozen makes its agents unknown, and nothing is started again', async () => {
    const pid = team.serverPid()
    process.kill(pid, 'SIGSTOP')
    await sleep(FROZEN_MS)
    expect(NAMES.map((name) => team.member(name).verdict.name)).toEqual(NAMES.map(() => 'unknown'))
    process.kill(pid, 'SIGCONT')
    await team.until('all is well', () => NAMES.every((name) => team.member(name).verdict.name === 'idle'))
    expect(runs()).toEqual(NAMES.map(() => 1))
    expect(team.facts('ended')).toEqual([])
  })

  test('whose socket file is removed is found again, by the running watchdog and by a new one', async () => {
    const pid = team.serverPid()
    rmSync(socket())
    await team.until('the socket is back', () => existsSync(socket()))
    await watchdog.end('SIGKILL')
    rmSync(socket())
    watchdog = await team.start()
    await team.until('the socket is back', () => existsSync(socket()))
    team.ask({ ask: 'send', agents: ['a1'], text: 'are you there' })
    await team.until('a1 is there', () => team.submittedTo('a1').includes('are you there'))
    expect(team.serverPid()).toBe(pid)
    expect(runs()).toEqual(NAMES.map(() => 1))
    expect(team.facts('ended')).toEqual([])
  })

  test('that is killed is one event; its agents come back in order within the start budget, and nothing is held against them', async () => {
    process.kill(team.serverPid(), 'SIGKILL')
    await team.until('all run again', () => runs().every((run) => run === 2))
    await team.untilReady(NAMES)

    const [massDeath, ...more] = team.facts('mass-death')
    expect(more).toEqual([])
    // A program that took a moment longer to die is seen dead a look later, as part of the same event.
    const late = team.facts('ended').flatMap(({ member, shared }) => (shared ? [member] : []))
    const atOnce = NAMES.filter((name) => !late.includes(name))
    expect([...(massDeath?.members ?? [])].sort()).toEqual(atOnce)
    expect(
      team
        .facts('ended')
        .map(({ member }) => member)
        .sort(),
    ).toEqual(NAMES)
    const starts = team
      .events()
      .flatMap((event) =>
        event.type === 'decided' &&
        event.decision.action.do === 'start' &&
        event.decision.action.incarnation === 2
          ? [event]
          : [],
      )
    const order = starts.map(({ decision }) => decision.target)
    expect(order.toSorted()).toEqual(NAMES)
    // In the order of the file, as far as they can be started at one look: one whose end was seen a look later comes later.
    const seqs = starts.map(({ seq }) => seq)
    const lookOf = (seq: number) =>
      seqs.filter((one) => one <= seq && !seqs.includes(one - 1) && !seqs.includes(one - 2)).length
    for (const together of Map.groupBy(starts, ({ seq }) => lookOf(seq)).values()) {
      const names = together.map(({ decision }) => decision.target)
      expect(names).toEqual(names.toSorted())
    }
    const fifth = starts[START_BUDGET]?.seq ?? 0
    const readyBefore = team
      .events()
      .filter(
        (event) =>
          event.seq < fifth &&
          event.seq > (starts[0]?.seq ?? 0) &&
          event.type === 'fact' &&
          event.fact.what === 'ready',
      )
    expect(readyBefore.length).toBeGreaterThan(0)
    const { phase, members } = team.memory()
    expect(phase.current).toBe('core')
    expect(NAMES.map((name) => members[name]?.breaker)).toEqual(NAMES.map(() => 'closed'))
    expect(NAMES.flatMap((name) => members[name]?.deaths.filter((death) => !death.shared) ?? [])).toEqual([])
    expect(
      team
        .processes()
        .map(({ member, incarnation }) => `${member}/${incarnation}`)
        .sort(),
    ).toEqual(NAMES.map((name) => `${name}/2`))
  })
})
