import { profileOf } from '../backends/list.ts'
import { type RegistryEntry, readRegistry } from '../backends/read-registry.ts'
import { readTitle } from '../backends/read-title.ts'
import { fuse, screenTestimony } from '../model/fuse.ts'
import { isAgent, programOf, programs, recall, serversOf, sessionOf } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { PaneSeen, ScreenReading, ServerSeen, SessionSeen } from '../model/observation.ts'
import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { isBareShell } from '../system/bare-shell.ts'
import { isAlive } from '../system/process-table.ts'
import type { TmuxDoor } from '../system/tmux.ts'
import type { PaneRow } from '../system/tmux-rows.ts'
import { ChildCpu } from './child-cpu.ts'
import type { HooksHeard } from './hooks.ts'
import { ServerWatcher } from './server-watcher.ts'

/** Sessions and servers as one tick sees them. */
export interface PanesSeen {
  readonly servers: Record<string, ServerSeen>
  readonly sessions: Record<string, SessionSeen>
  /** Sessions with our mark that belong to no agent and no service, for people. */
  readonly orphans: readonly string[]
}

/** One look, with what it needs to know. */
interface Looking {
  readonly team: Team
  readonly memory: Memory
  readonly at: Instant
  readonly servers: Readonly<Record<string, ServerSeen>>
  readonly files: AgentFiles
}

/** What an agent's CLI keeps on disk, by the agent's name. */
export interface AgentFiles {
  /** Last write to its transcripts, ms; null: not known. */
  readonly transcriptMs: (agent: string) => number | null
  /** What its own registry has of it; null: nothing. */
  readonly process: (agent: string) => RegistryEntry | null
  /** What its hooks told. */
  readonly hooks: (agent: string) => HooksHeard
}

/** Looks at all tmux servers of the team and tells what is seen of each member. */
export class PaneWatcher {
  readonly #tmux: TmuxDoor
  readonly #teamId: string
  readonly #cpu = new ChildCpu()
  readonly #watchers = new Map<string, ServerWatcher>()

  constructor(tmux: TmuxDoor, teamId: string) {
    this.#tmux = tmux
    this.#teamId = teamId
  }

  /** Reads every server that may hold sessions of the team. Never throws; what gives no answer is `unknown`. */
  async look(team: Team, memory: Memory, at: Instant, files: AgentFiles): Promise<PanesSeen> {
    const names = serversOf(team, memory)
    const seen = await Promise.all(names.map((name) => this.#watcher(name).look(team, memory, at)))
    const servers = Object.fromEntries(
      names.map((name, index) => [name, seen[index] ?? { kind: 'gone' as const }]),
    )
    const members = new Set([...programs(team).map(({ name }) => name), ...Object.keys(memory.members)])
    const sessions: Record<string, SessionSeen> = {}
    for (const name of members) {
      const session = await this.#session(name, { team, memory, at, servers, files })
      if (session) sessions[name] = session
    }
    await this.#cpu.sampleSilent(team, sessions, at)
    return { servers, sessions, orphans: this.#orphans(team, members) }
  }

  #watcher(name: string): ServerWatcher {
    const known = this.#watchers.get(name)
    if (known) return known
    const made = new ServerWatcher(this.#tmux, name)
    this.#watchers.set(name, made)
    return made
  }

  async #session(name: string, looking: Looking): Promise<SessionSeen | null> {
    const { team, memory, at, servers } = looking
    const found = this.#find(sessionOf(team, name))
    const member = recall(memory, name)
    const server = servers[found?.server ?? member.pane?.server ?? '']
    // What was kept from earlier looks is no sight of now.
    if (server?.kind === 'unknown' && (found || member.pane)) return { kind: 'unknown', why: server.why }
    if (found) return this.#pane(name, looking, found)
    if (member.run === 'off' || !member.pane) return null
    const sameBoot = member.pane.bootId === at.bootId
    return { kind: 'missing', recordedAlive: sameBoot && (await isAlive(member.pane)) }
  }

  #find(session: string): Found | null {
    for (const [server, watcher] of this.#watchers) {
      const row = watcher.rows().find((one) => one.session === session && one.owner === this.#teamId)
      if (row) return { server, watcher, row }
    }
    return null
  }

  async #pane(
    name: string,
    { team, at, files }: Looking,
    { server, watcher, row }: Found,
  ): Promise<PaneSeen> {
    const program = programOf(team, name)
    const agent = program && isAgent(program) ? program : null
    const profile = agent ? profileOf(agent) : null
    const incarnation = Number.parseInt(row.incarnation, 10)
    const hooks = files.hooks(name)
    const screen = withTaken(watcher.screen(row.paneId), hooks.taken)
    const drawnMs = row.activitySec * 1000
    const transcriptMs = agent ? files.transcriptMs(name) : null
    const testimonies = profile
      ? [
          hooks.testimony,
          readRegistry(profile, files.process(name)),
          readTitle(profile, row.title, drawnMs),
          profile.screen && screenTestimony(screen, drawnMs),
        ].filter((one) => one !== null)
      : []
    const { pid: serverPid = 0, startTicks: serverStartTicks = 0 } = watcher.identity ?? {}
    return {
      kind: 'here',
      pane: {
        ...{ server, serverPid, serverStartTicks, session: row.session, paneId: row.paneId },
        ...{ pid: row.panePid, startTicks: await watcher.startTicks(row), bootId: at.bootId },
      },
      incarnation: Number.isNaN(incarnation) ? null : incarnation,
      dead: row.dead ? { status: row.deadStatus, signal: row.deadSignal?.toString() ?? null } : null,
      activityMs: drawnMs,
      transcriptMs,
      ...{
        inMode: row.inMode,
        inputOff: row.inputOff,
        attached: row.attached,
        program: row.command,
        typed: row.typed,
      },
      bareShell: profile !== null && profile.screen !== null && (await isBareShell(row)),
      childCpu: this.#cpu.share(row.panePid),
      input: profile?.input ?? 'blind',
      clears: profile?.clearKey !== undefined,
      tellsTexts: profile?.tellsTexts === true && transcriptMs !== null,
      compact: profile?.compact ?? null,
      screen,
      testimonies,
      state: fuse(testimonies, at.wallMs),
    }
  }

  /** Nobody watches them and nobody ends them: they are told, not touched. */
  #orphans(team: Team, members: ReadonlySet<string>): string[] {
    const expected = new Set([...members].map((name) => sessionOf(team, name)))
    return [...this.#watchers].flatMap(([server, watcher]) =>
      watcher
        .rows()
        .filter((row) => row.owner === this.#teamId && !expected.has(row.session))
        .map(
          (row) =>
            `session ${row.session} is ours and belongs to no agent: tmux -L ${server} attach -t ${row.session}`,
        ),
    )
  }
}

/** A message that the CLI says it has taken is in the conversation or its queue, however far it has scrolled. */
function withTaken(screen: ScreenReading, taken: readonly number[]): ScreenReading {
  return taken.length === 0 ? screen : { ...screen, tags: [...new Set([...screen.tags, ...taken])] }
}

/** Where a session of ours was found. */
interface Found {
  readonly server: string
  readonly watcher: ServerWatcher
  readonly row: PaneRow
}
