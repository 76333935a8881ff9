import { transcriptOf } from '../backends/launch.ts'
import { profileOf } from '../backends/list.ts'
import { readScreen } from '../backends/read-screen.ts'
import type { ProcessIdentity } from '../model/identity.ts'
import { isAgent, programOf, programs, recall, serversOf, sessionOf } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { isSettled } from '../model/message.ts'
import {
  BLANK_SCREEN,
  type PaneSeen,
  type ScreenReading,
  type ServerSeen,
  type SessionSeen,
} from '../model/observation.ts'
import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { isBareShell } from '../system/bare-shell.ts'
import { changedMs } from '../system/files.ts'
import { patternsOf } from '../system/pattern.ts'
import { isAlive, readProcess, readProcesses } from '../system/process-table.ts'
import type { TmuxDoor } from '../system/tmux.ts'
import type { Capture } from '../system/tmux-captures.ts'
import type { Look, LookUp } from '../system/tmux-look.ts'
import type { PaneRow } from '../system/tmux-rows.ts'
import { ChildCpu } from './child-cpu.ts'

/** CPU is sampled when a pane has been silent for this part of its stall time, and then this often at the most. */
const CPU_FROM_SHARE = 0.5
const CPU_EVERY_SHARE = 8
const CPU_EVERY_MAX_MS = 30_000

/** Sessions and servers as one tick sees them. */
export interface PanesSeen {
  readonly servers: Record<string, ServerSeen>
  readonly sessions: Record<string, SessionSeen>
}

interface ServerCache {
  identity: ProcessIdentity | null
  sinceSec: number | null
  fullMs: number
  rows: Map<string, PaneRow>
  startTicks: Map<string, number>
  screens: Map<string, ScreenReading>
}

/** Looks at the team's tmux servers: one process for each in a tick. Keeps what did not change since. */
export class PaneWatcher {
  readonly #tmux: TmuxDoor
  readonly #teamId: string
  readonly #cpu = new ChildCpu()
  readonly #servers = new Map<string, ServerCache>()

  constructor(tmux: TmuxDoor, teamId: string) {
    this.#tmux = tmux
    this.#teamId = teamId
  }

  /** Reads every server that may hold sessions of the team. Never throws; what gives no answer is `unknown`. */
  async look(team: Team, memory: Memory, at: Instant): Promise<PanesSeen> {
    const servers: Record<string, ServerSeen> = {}
    const sessions: Record<string, SessionSeen> = {}
    await Promise.all(
      serversOf(team, memory).map(async (name) => {
        servers[name] = await this.#lookAtServer(name, team, memory, at)
      }),
    )
    const names = new Set([...programs(team).map(({ name }) => name), ...Object.keys(memory.members)])
    for (const name of names) {
      const seen = await this.#session(name, team, memory, at, servers)
      if (seen) sessions[name] = seen
    }
    await this.#sampleCpu(team, sessions, at)
    return { servers, sessions }
  }

  async #lookAtServer(name: string, team: Team, memory: Memory, at: Instant): Promise<ServerSeen> {
    const cache = this.#servers.get(name) ?? newCache()
    this.#servers.set(name, cache)
    const due = at.monoMs - cache.fullMs >= team.watchdog.heavyIntervalMs
    // Copy mode and attached people leave no activity: with texts on the way every row is asked for.
    const texts = Object.values(memory.messages).some((message) => !isSettled(message))
    const rows = due || texts ? 'all' : 'changed'
    const ask = { sinceSec: cache.sinceSec, rows, capture: 'dirty' } as const
    // After a start of the watchdog the record alone knows which process the server is.
    const known = cache.identity ?? recordedServer(memory, name, at.bootId)
    let seen = await this.#tmux.look(name, ask, known)
    if (known && seen.kind === 'unknown' && seen.why === 'socket-missing')
      seen = await this.#revive(name, known, seen, ask)
    if (seen.kind === 'up') this.#keep(cache, await this.#withStatus(name, seen), team, at)
    if (seen.kind === 'gone') this.#servers.set(name, newCache())
    if (seen.kind === 'up') return { kind: 'up', ...seen.server }
    return seen.kind === 'gone'
      ? { kind: 'gone' }
      : { kind: 'unknown', why: `${seen.why}: ${seen.detail}`.slice(0, 200) }
  }

  /** A death whose status tmux has not heard of yet is asked for once more; without it, `exit 0` looks like a crash. */
  async #withStatus(name: string, seen: LookUp): Promise<LookUp> {
    const isMute = (row: PaneRow) => row.dead && row.deadStatus === null && row.deadSignal === null
    if (!seen.panes.some(isMute)) return seen
    await this.#tmux.collectDead(seen.server)
    const again = await this.#tmux.look(
      name,
      { sinceSec: seen.atSec, rows: 'changed', capture: 'none' },
      seen.server,
    )
    const told = again.kind === 'up' ? again.panes.filter((row) => row.dead) : []
    return { ...seen, panes: [...seen.panes, ...told] }
  }

  /** The socket file was swept away, the server lives: it is asked to make it anew. */
  async #revive(
    name: string,
    known: ProcessIdentity,
    seen: Look,
    ask: Parameters<TmuxDoor['look']>[1],
  ): Promise<Look> {
    const back = await this.#tmux.reviveSocket({ name, socketPath: '', ...known })
    return back ? this.#tmux.look(name, ask, known) : seen
  }

  #keep(cache: ServerCache, seen: LookUp, team: Team, at: Instant): void {
    if (cache.identity?.pid !== seen.server.pid || cache.identity.startTicks !== seen.server.startTicks) {
      Object.assign(cache, newCache())
    }
    cache.identity = seen.server
    cache.sinceSec = seen.atSec
    if (seen.full) cache.fullMs = at.monoMs
    for (const row of seen.panes) cache.rows.set(row.paneId, row)
    const here = new Set(seen.paneIds)
    for (const map of [cache.rows, cache.screens, cache.startTicks]) {
      for (const id of map.keys()) if (!here.has(id)) map.delete(id)
    }
    for (const capture of seen.captures) this.#read(cache, capture, team, at)
  }

  #read(cache: ServerCache, capture: Capture, team: Team, at: Instant): void {
    const row = cache.rows.get(capture.paneId)
    const name = row?.session.slice(team.watchdog.sessionPrefix.length) ?? ''
    const agent = programOf(team, name)
    if (!agent || !isAgent(agent)) return
    const lines = [...capture.above, ...capture.screen]
    cache.screens.set(
      capture.paneId,
      readScreen(profileOf(agent), patternsOf(agent.backend), lines, at.wallMs),
    )
  }

  async #session(
    name: string,
    team: Team,
    memory: Memory,
    at: Instant,
    servers: Record<string, ServerSeen>,
  ): Promise<SessionSeen | null> {
    const found = this.#find(sessionOf(team, name))
    const member = recall(memory, name)
    const server = servers[found?.[0] ?? member.pane?.server ?? '']
    // What was kept from earlier looks is no sight of now.
    if (server?.kind === 'unknown' && (found || member.pane)) return { kind: 'unknown', why: server.why }
    if (found) return this.#pane(name, team, at, ...found)
    if (member.run === 'off' || !member.pane) return null
    const sameBoot = member.pane.bootId === at.bootId
    return { kind: 'missing', recordedAlive: sameBoot && (await isAlive(member.pane)) }
  }

  #find(session: string): [server: string, cache: ServerCache, row: PaneRow] | null {
    for (const [server, cache] of this.#servers) {
      const rows = [...cache.rows.values()].filter(
        (row) => row.session === session && row.owner === this.#teamId,
      )
      if (rows[0] && cache.identity) return [server, cache, rows[0]]
    }
    return null
  }

  async #pane(
    name: string,
    team: Team,
    at: Instant,
    server: string,
    cache: ServerCache,
    row: PaneRow,
  ): Promise<PaneSeen> {
    const program = programOf(team, name)
    const agent = program && isAgent(program) ? program : null
    const transcript = agent ? transcriptOf(team, agent) : null
    const incarnation = Number.parseInt(row.incarnation, 10)
    return {
      kind: 'here',
      pane: {
        ...{ server, serverPid: cache.identity?.pid ?? 0, serverStartTicks: cache.identity?.startTicks ?? 0 },
        ...{ session: row.session, paneId: row.paneId, pid: row.panePid, bootId: at.bootId },
        startTicks: await this.#startTicks(cache, row),
      },
      incarnation: Number.isNaN(incarnation) ? null : incarnation,
      dead: row.dead
        ? { status: row.deadStatus, signal: row.deadSignal === null ? null : String(row.deadSignal) }
        : null,
      activityMs: row.activitySec * 1000,
      transcriptMs: transcript ? changedMs(transcript) : null,
      ...{ inMode: row.inMode, inputOff: row.inputOff, attached: row.attached, program: row.command },
      typed: row.typed,
      bareShell: agent !== null && profileOf(agent).screen !== null && (await isBareShell(row)),
      childCpu: this.#cpu.share(row.panePid),
      input: agent ? profileOf(agent).input : 'blind',
      screen: cache.screens.get(row.paneId) ?? BLANK_SCREEN,
    }
  }

  async #startTicks(cache: ServerCache, row: PaneRow): Promise<number> {
    const known = cache.startTicks.get(row.paneId)
    if (known !== undefined) return known
    const ticks = (await readProcess(row.panePid))?.startTicks ?? 0
    if (ticks > 0) cache.startTicks.set(row.paneId, ticks)
    return ticks
  }

  /** Reads the process table only while some pane is suspiciously silent. */
  async #sampleCpu(team: Team, sessions: Record<string, SessionSeen>, at: Instant): Promise<void> {
    const silent = team.agents.flatMap((agent) => {
      const seen = sessions[agent.name]
      if (agent.watch !== 'heal+stall' || seen?.kind !== 'here' || seen.dead) return []
      const idleMs = at.wallMs - Math.max(seen.activityMs, seen.transcriptMs ?? 0)
      return idleMs >= agent.stallIdleMs * CPU_FROM_SHARE ? [{ pid: seen.pane.pid, agent }] : []
    })
    this.#cpu.keepOnly(new Set(silent.map(({ pid }) => pid)))
    const due = silent.filter(({ pid, agent }) => {
      const everyMs = Math.min(CPU_EVERY_MAX_MS, agent.stallIdleMs / CPU_EVERY_SHARE)
      return at.monoMs - (this.#cpu.sampledMs(pid) ?? 0) >= everyMs
    })
    if (due.length === 0) return
    const table = await readProcesses()
    for (const { pid } of due) this.#cpu.sample(table, pid, at.monoMs)
  }
}

/** The process that the record holds for a server of this boot; null: none. */
function recordedServer(memory: Memory, name: string, bootId: string): ProcessIdentity | null {
  const panes = Object.values(memory.members).flatMap(({ pane }) => pane ?? [])
  const here = panes.filter((pane) => pane.server === name && pane.bootId === bootId)
  const newest = here.toSorted((a, b) => a.serverStartTicks - b.serverStartTicks).at(-1)
  return newest ? { pid: newest.serverPid, startTicks: newest.serverStartTicks } : null
}

function newCache(): ServerCache {
  return {
    identity: null,
    sinceSec: null,
    fullMs: Number.NEGATIVE_INFINITY,
    rows: new Map(),
    startTicks: new Map(),
    screens: new Map(),
  }
}
