import type { Situation } from '../../src/decide/rule.ts'
import { fuse, screenTestimony } from '../../src/model/fuse.ts'
import { emptyMemory, type Member, type Memory, newMember } from '../../src/model/memory.ts'
import type { Message } from '../../src/model/message.ts'
import {
  BLANK_SCREEN,
  type Observation,
  type PaneSeen,
  type ScreenReading,
} from '../../src/model/observation.ts'
import type { CommitSeen } from '../../src/model/repository.ts'
import type { Setback } from '../../src/model/setback.ts'
import type { Agent, Backend, Loop, Phase, Service, Team, Wake } from '../../src/model/team.ts'

/** Noon of a Friday, in the time zone that tests run in unless they say otherwise. */
export const NOON_MS = Date.parse('2026-11-20T12:00:00Z')
export const SECOND_MS = 1000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const BOOT = 'boot-1'

const RESTART = { backoffMs: 10_000, maxBackoffMs: 600_000, burst: 5, withinMs: 900_000 }
const QUIET_BACKEND: Backend = {
  ...{ name: 'fake', profile: 'scripted', command: null, model: null, submitKey: null, submitDelayMs: null },
  ...{ env: {}, activePattern: null, limitPattern: null, answerDialogs: true },
  ...{ account: null, billing: null, firstRun: 'team', contextFull: 'fresh', onLimit: 'wait' },
}

/** A loop agent that is healed and checked for stalls. */
export function anAgent(name: string, fields: Partial<Agent> = {}): Agent {
  return {
    ...{ name, kind: 'loop', backend: QUIET_BACKEND, cwd: `/team/${name}`, clone: false },
    ...{ prompt: [], kickoff: `/team/prompts/${name}.md`, watch: 'heal+stall', wake: null, script: null },
    ...{ env: {}, stallIdleMs: 15 * MINUTE_MS, stallGraceMs: 3 * MINUTE_MS, restart: RESTART },
    ...fields,
  } as Agent
}

/** An agent's backend with some fields changed. */
export function aBackend(fields: Partial<Backend>): Backend {
  return { ...QUIET_BACKEND, ...fields }
}

export function aService(name: string, fields: Partial<Service> = {}): Service {
  return { name, command: ['serve'], cwd: '/team', watch: 'heal', env: {}, restart: RESTART, ...fields }
}

export function aPhase(id: string, fields: Partial<Phase> = {}): Phase {
  return { id, title: id, status: `STATUS-${id}.md`, kickoff: null, agents: null, ...fields }
}

export function aWake(fields: Partial<Wake>): Wake {
  return { everyMs: null, cron: null, tz: null, prompt: 'Look around.', promptFile: null, ...fields }
}

const LOOP: Loop = {
  ...{ repo: '/team/origin.git', branch: 'main', stateSubdir: 'machine-docs' },
  ...{ doneMarker: '## DONE', doneNudge: true, phases: [aPhase('core'), aPhase('polish')] },
  handoff: {
    ...{ claimPattern: '^claim', reviewPattern: '^review' },
    ...{ claimPings: ['correctness', 'readability'], reviewPings: ['builder'] },
    inboxes: [
      { file: 'BUILDER-INBOX.md', pings: ['builder'] },
      { file: 'ADVERSARY-INBOX.md', pings: ['correctness', 'readability'] },
    ],
  },
}

/** A builder, two reviewers, a persistent desk and a service; two phases. */
export function aTeam(fields: Partial<Omit<Team, 'loop' | 'watchdog'>> & TeamParts = {}): Team {
  const { loop, watchdog, ...rest } = fields
  return {
    ...{ file: '/team/agents.toml', folder: '/team' },
    watchdog: {
      ...{ sessionPrefix: 'team-', socket: 'agents-team', columns: 200, rows: 50, heal: 'act' },
      ...{ signalIntervalMs: 15_000, heavyIntervalMs: 300_000, stateDir: '/team/.agents' },
      ...{ logTokens: true, tokenGranularity: 'gate', priceFile: null },
      ...watchdog,
    },
    agents: [
      anAgent('builder'),
      anAgent('correctness'),
      anAgent('readability'),
      anAgent('desk', { kind: 'persistent' }),
    ],
    services: [aService('preview')],
    loop: loop === null ? null : { ...LOOP, ...loop },
    notify: { command: null, webhook: null, on: [] },
    ...rest,
  }
}

interface TeamParts {
  readonly loop?: Partial<Loop> | null
  readonly watchdog?: Partial<Team['watchdog']>
}

/** The team with one agent changed. */
export function withAgent(team: Team, name: string, fields: Partial<Agent>): Team {
  return { ...team, agents: team.agents.map((one) => (one.name === name ? { ...one, ...fields } : one)) }
}

/** An idle screen with an empty input box. */
export function aScreen(fields: Partial<ScreenReading> = {}): ScreenReading {
  return { ...BLANK_SCREEN, state: 'idle', composer: '', ...fields }
}

/** A pane that drew a minute ago, is idle, and whose children are quiet. */
export function aPane(name: string, fields: Partial<PaneSeen> = {}, nowMs = NOON_MS): PaneSeen {
  const { screen = aScreen(), activityMs = nowMs - MINUTE_MS } = fields
  const testimonies = fields.testimonies ?? [screenTestimony(screen, activityMs)]
  return {
    ...{ kind: 'here', incarnation: 1, dead: null, activityMs: nowMs - MINUTE_MS, transcriptMs: null },
    ...{
      inMode: false,
      inputOff: false,
      typed: null,
      bareShell: false,
      attached: 0,
      program: 'node',
      childCpu: 0,
      input: 'queues',
      tellsTexts: false,
      clears: false,
      compact: null,
      screen,
      testimonies,
      state: fuse(testimonies, nowMs),
    },
    pane: {
      ...{ server: 'agents-team-0', serverPid: 10, serverStartTicks: 1, session: `team-${name}` },
      ...{ paneId: '%1', pid: 100, startTicks: 5, bootId: BOOT },
    },
    ...fields,
  } as PaneSeen
}

/** A member whose first run began an hour ago, in the first phase, and that was kicked off. */
export function aMember(name: string, fields: Partial<Member> = {}): Member {
  return {
    ...newMember(name),
    ...{ run: 'running', incarnation: 1, phase: 'core', pane: aPane(name).pane },
    ...{ startedMs: NOON_MS - HOUR_MS, readyMs: NOON_MS - HOUR_MS, kickedOff: `kickoff:${name}:1:core` },
    ...fields,
  }
}

/** A message to the builder that waits to be typed. */
export function aMessage(id: number, fields: Partial<Message> = {}): Message {
  return {
    ...{ id, key: `ping:${id}`, agent: 'builder', kind: 'ping', line: `line ${id}`, tagged: true },
    ...{ queuedMs: NOON_MS, state: 'queued', incarnation: null, stateMs: NOON_MS, submits: 0, why: '' },
    ...fields,
  }
}

/** One pushed commit of the builder; its claim or review is given apart. */
export function aCommit(fields: Partial<CommitSeen> = {}): CommitSeen {
  return {
    ...{ sha: 'c0ffee0000', authorName: 'builder', authorEmail: 'builder@agents.invalid' },
    ...{ subject: 'work', atMs: NOON_MS, claim: null, review: null },
    ...fields,
  }
}

/** The five-hour limit as a transcript tells it, met at noon and over at two. */
export function aSetback(fields: Partial<Setback> = {}): Setback {
  return {
    ...{ kind: 'limit', window: 'five_hour', resetsMs: NOON_MS + 2 * HOUR_MS, atMs: NOON_MS },
    words: "You've hit your 5-hour limit · resets 2pm (UTC)",
    ...fields,
  }
}

/** What a test says of a situation; everything else is a quiet team in its first phase. */
export interface Overrides {
  readonly nowMs?: number
  readonly team?: Team
  readonly members?: Readonly<Record<string, Partial<Member>>>
  readonly panes?: Readonly<Record<string, Partial<PaneSeen>>>
  readonly memory?: Partial<Memory>
  readonly seen?: Partial<Observation>
}

/** A situation in which every program runs and nothing is to be done, but for what is overridden. */
export function aSituation(over: Overrides = {}): Situation {
  const { nowMs = NOON_MS, team = aTeam() } = over
  const names = [...team.agents, ...team.services].map((one) => one.name)
  const members = names.map((name) => [name, aMember(name, over.members?.[name])] as const)
  const sessions = names.map((name) => [name, aPane(name, over.panes?.[name], nowMs)] as const)
  return {
    ...{ nowMs, team },
    memory: {
      ...emptyMemory(),
      members: Object.fromEntries(members),
      phase: {
        ...emptyMemory().phase,
        current: team.loop?.phases[0]?.id ?? null,
        sinceMs: NOON_MS - HOUR_MS,
      },
      repository: { head: 'aaaa', lastHead: 'aaaa', statusBlobs: {}, inboxBlobs: {} },
      ...over.memory,
    },
    seen: {
      at: { wallMs: nowMs, monoMs: nowMs - NOON_MS + HOUR_MS, bootId: BOOT },
      servers: { 'agents-team-0': { kind: 'up', pid: 10, startTicks: 1 } },
      sessions: Object.fromEntries(sessions),
      ...{
        repository: { kind: 'same' },
        requests: [],
        readings: [],
        turns: [],
        told: [],
        isReadingBehind: false,
        wakesDue: {},
        troubles: [],
      },
      ...over.seen,
    },
  }
}
