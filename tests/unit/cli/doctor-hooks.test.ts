import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hookFolder } from '../../../src/backends/hooks.ts'
import { lookAtHooks } from '../../../src/cli/doctor-hooks.ts'
import type { Member } from '../../../src/model/memory.ts'
import type { Agent } from '../../../src/model/team.ts'
import type { Testimony } from '../../../src/model/testimony.ts'
import {
  aBackend,
  aMember,
  anAgent,
  aPane,
  aSituation,
  aTeam,
  MINUTE_MS,
  NOON_MS,
  SECOND_MS,
} from '../../support/situation.ts'

let stateDir: string
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'agents-doctor-hooks-'))
})
afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

const claude = (name = 'builder', command: string[] | null = null) =>
  anAgent(name, { backend: aBackend({ profile: 'claude', command }) })

/** What doctor says of the hooks of these agents, whose runs are as given, each as `state: words`. */
function said(agents: readonly Agent[], members: Record<string, Partial<Member>>): string[] {
  const team = aTeam({ agents, services: [], watchdog: { stateDir } })
  const all = Object.fromEntries(
    Object.entries(members).map(([name, fields]) => [name, aMember(name, fields)]),
  )
  const { memory } = aSituation({ team, memory: { members: all } })
  return lookAtHooks('claude', agents, { team, memory, nowMs: NOON_MS }).map(
    ({ about, state, seen, mend }) => {
      expect(about).toBe('claude: hooks')
      return `${state}: ${seen}${mend === '' ? '' : `; ${mend}`}`
    },
  )
}

/** The folder that a start makes for the hooks of a run. */
function laid(incarnation: number): void {
  const folder = hookFolder(stateDir, 'builder', incarnation)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tell.sh'), '')
}

/** The third run, which began two minutes ago; `told`: what its hooks said last. */
function run(fields: Partial<Member>, told?: Partial<Testimony>): { builder: Partial<Member> } {
  const word: Testimony = {
    ...{ teller: 'hook', says: 'working', sinceMs: NOON_MS - 12 * SECOND_MS, detail: '', untilMs: null },
    ...told,
  }
  const seen = aPane('builder', { incarnation: 3, testimonies: told ? [word] : [] })
  return { builder: { incarnation: 3, startedMs: NOON_MS - 2 * MINUTE_MS, seen, ...fields } }
}

test('a CLI that takes no hooks from its launch line has none, and none are missed', () => {
  expect(said([anAgent('builder', { backend: aBackend({ profile: 'codex' }) })], {})).toEqual([
    'ok: none: it takes none from a launch line',
  ])
})

test('a command with settings of its own is told to have none', () => {
  const [told] = said([claude('builder', ['claude', '--settings=mine.json'])], run({}, {}))
  expect(told).toMatch(/^warn: none: its launch has --settings of its own; leave --settings out/)
})

test('without a run nothing is installed yet', () => {
  expect(said([claude()], {})).toEqual(['ok: no run is under way; its next start installs them'])
})

test('hooks that told something are active, and their last word has its age', () => {
  laid(3)
  expect(said([claude()], run({}, {}))).toEqual(['ok: installed and heard of: working, 12s ago'])
  expect(said([claude()], run({}, { says: null }))).toEqual([
    'ok: installed and heard of: something, 12s ago',
  ])
})

test('hooks that are silent although the input box was long there are told', () => {
  laid(3)
  const young = 'unknown: installed 2m ago, not heard of yet'
  expect(said([claude()], run({ readyMs: null }))).toEqual([young])
  expect(said([claude()], run({ readyMs: NOON_MS - 30 * SECOND_MS }))).toEqual([young])
  expect(said([claude()], run({ readyMs: NOON_MS - 2 * MINUTE_MS }))[0]).toMatch(
    /^warn: installed 2m ago, not heard of yet; .*disableAllHooks.*agents restart builder$/,
  )
})

test('words and folders of an earlier run are none of this one', () => {
  laid(3)
  const earlier = run({}, {}).builder
  const seen = { ...earlier.seen, incarnation: 2 } as Member['seen']
  expect(said([claude()], run({ seen, readyMs: null }))[0]).toContain('not heard of yet')
  expect(said([claude()], run({ incarnation: 4 }, {}))).toEqual([
    'warn: none in this run: it was started without; agents restart builder',
  ])
  expect(said([claude()], run({ incarnation: 4, run: 'starting' }, {}))).toEqual([
    'unknown: its run is being started',
  ])
})

test('agents of one CLI that fare alike are told once, others by their names', () => {
  const two = [claude(), claude('adversary')]
  expect(said(two, {})).toHaveLength(1)
  laid(3)
  expect(said(two, run({}, {}))).toEqual([
    'ok: builder: installed and heard of: working, 12s ago',
    'ok: adversary: no run is under way; its next start installs them',
  ])
})
