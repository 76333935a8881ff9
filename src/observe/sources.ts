import { isAbsolute, join, resolve } from 'node:path'
import { choosesSession, environmentOf, transcriptOf } from '../backends/launch.ts'
import { recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Source } from '../model/source.ts'
import type { Agent, ProfileName, Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { realPath, stampOf } from '../system/files.ts'
import { Folders } from '../system/folders.ts'
import { ClaudePlace } from './sources-claude.ts'
import { CodexPlace } from './sources-codex.ts'
import { GeminiPlace } from './sources-gemini.ts'
import { type OpencodeLister, OpencodePlace } from './sources-opencode.ts'
import type { Owned, Owner, PlaceAsk, PlaceFinder, PlaceSeen, Undecided } from './sources-place.ts'

/** A transcript of an agent. */
export type FoundSource = Source & {
  readonly agent: string
  /** 0: the agent's own; 1: that of a sub-agent. */
  readonly depth: number
  /** What is stamped earlier was used before the agent was ours. Wall ms. */
  readonly sinceMs: number
  /** It belongs to a run that is not known to have ended. */
  readonly isCurrent: boolean
}

/** What one look found. */
export interface SourcesSeen {
  /** By agent. */
  readonly sources: ReadonlyMap<string, readonly FoundSource[]>
  /** What cannot be found or told apart, and what mends it, for people. */
  readonly troubles: readonly string[]
}

/** Links and folders of agents are looked at again after this long. */
const PATHS_EVERY_MS = 60_000
/** So long after its start a transcript has a text of ours in it, if it ever will. */
const UNDECIDED_MS = 60_000

/** Where each CLI keeps its transcripts: the variable that moves the folder, and the folder without it, below home. */
const FOLDERS: { readonly [P in ProfileName]?: { variable: string; below: string } } = {
  claude: { variable: 'CLAUDE_CONFIG_DIR', below: '.claude' },
  codex: { variable: 'CODEX_HOME', below: '.codex' },
  gemini: { variable: 'GEMINI_CLI_HOME', below: '' },
  opencode: { variable: 'XDG_DATA_HOME', below: '.local/share' },
}

/** An agent and where it and its CLI are. */
interface Settled {
  readonly agent: Agent
  readonly cwd: string
  /** Place of its transcripts; '': they are in none that is searched. */
  readonly place: string
  readonly folder: string
  readonly isChosen: boolean
}

/** Finds the transcripts of every agent of a team. One per watchdog: it keeps what did not change since the last look. */
export class SourceFinder {
  readonly #home: string
  readonly #listOpencode: OpencodeLister
  readonly #folders = new Folders()
  readonly #places = new Map<string, PlaceFinder>()
  #settled: { readonly team: Team; readonly atMs: number; readonly agents: readonly Settled[] } | null = null
  #seen: SourcesSeen = { sources: new Map(), troubles: [] }
  /** Last writes to transcripts of ended runs, by path. */
  readonly #earlier = new Map<string, { readonly askedMs: number; readonly changedMs: number | null }>()

  /** `home`: the home folder that agents have without one of their own. */
  constructor(home: string, listOpencode: OpencodeLister) {
    this.#home = home
    this.#listOpencode = listOpencode
  }

  /** What the last look found. */
  get seen(): SourcesSeen {
    return this.#seen
  }

  /** One look. Never throws. */
  async look(team: Team, memory: Memory, at: Instant): Promise<SourcesSeen> {
    const settled = this.#settle(team, at)
    const sources = new Map<string, FoundSource[]>()
    const troubles: string[] = []
    const add = (name: string, owned: Pick<Owned, 'source' | 'depth' | 'isCurrent'>) => {
      const { source, depth, isCurrent } = owned
      const sinceMs = recall(memory, name).sinceMs ?? at.wallMs
      const known = sources.get(name) ?? []
      known.push({ ...source, agent: name, depth, sinceMs, isCurrent })
      sources.set(name, known)
    }
    for (const [place, members] of Map.groupBy(settled, (one) => one.place)) {
      const owners = members.map((one) => ownerOf(one, memory, at))
      if (place === '') addScripted(team, owners, add)
      else {
        const seen = await this.#look(place, members[0], { owners, ...asking(memory, at) }, troubles)
        for (const owned of seen.owned) add(owned.owner, owned)
        troubles.push(...tell(seen.undecided, members, at))
      }
    }
    this.#seen = { sources, troubles: [...troubles, ...this.#folders.troubles] }
    return this.#seen
  }

  /** Last write to any of these, ms; null: there is none, or it is not told by a file of its own. */
  changedMs(sources: readonly FoundSource[], at: Instant): number | null {
    const stamps = sources.map((source) => ('session' in source ? null : this.#stamp(source, at)))
    const latest = Math.max(...stamps.map((stamp) => stamp ?? Number.NEGATIVE_INFINITY))
    return Number.isFinite(latest) ? latest : null
  }

  #stamp({ path, isCurrent }: FoundSource, { monoMs }: Instant): number | null {
    if (isCurrent) return stampOf(path)?.changedMs ?? null
    const known = this.#earlier.get(path)
    if (known && monoMs - known.askedMs < PATHS_EVERY_MS) return known.changedMs
    const changedMs = stampOf(path)?.changedMs ?? null
    this.#earlier.set(path, { askedMs: monoMs, changedMs })
    return changedMs
  }

  #settle(team: Team, { monoMs }: Instant): readonly Settled[] {
    const known = this.#settled
    if (known?.team === team && monoMs - known.atMs < PATHS_EVERY_MS) return known.agents
    const agents = team.agents.map((agent) => this.#settleOne(agent))
    this.#settled = { team, atMs: monoMs, agents }
    return agents
  }

  #settleOne(agent: Agent): Settled {
    const { profile } = agent.backend
    const where = FOLDERS[profile]
    const folder = where ? this.#folderOf(agent, where) : ''
    const place = where ? `${profile} ${folder}` : ''
    return { agent, place, folder, cwd: reached(agent.cwd), isChosen: choosesSession(agent) }
  }

  #folderOf(agent: Agent, { variable, below }: { variable: string; below: string }): string {
    const environment = environmentOf(agent)
    const named = environment[variable]
    // A CLI reads a relative folder from where it is started.
    if (named) return reached(isAbsolute(named) ? named : resolve(agent.cwd, named))
    return reached(join(environment.HOME || this.#home, below))
  }

  async #look(
    place: string,
    settled: Settled | undefined,
    ask: PlaceAsk,
    troubles: string[],
  ): Promise<PlaceSeen> {
    const finder = this.#places.get(place) ?? this.#make(settled)
    if (!finder) return { owned: [], undecided: [] }
    this.#places.set(place, finder)
    try {
      return await finder.look(ask)
    } catch (error) {
      troubles.push(
        `transcripts below ${settled?.folder} are not found: ${error instanceof Error ? error.message : error}`,
      )
      return { owned: [], undecided: [] }
    }
  }

  #make(settled: Settled | undefined): PlaceFinder | null {
    switch (settled?.agent.backend.profile) {
      case 'claude':
        return new ClaudePlace(this.#folders, settled.folder)
      case 'codex':
        return new CodexPlace(this.#folders, settled.folder)
      case 'gemini':
        return new GeminiPlace(this.#folders, settled.folder)
      case 'opencode':
        return new OpencodePlace(join(settled.folder, 'opencode'), this.#listOpencode)
      default:
        return null
    }
  }
}

function ownerOf({ agent, cwd, isChosen }: Settled, memory: Memory, { bootId }: Instant): Owner {
  const { runs, pane, run } = recall(memory, agent.name)
  const isHere = pane?.bootId === bootId && (run === 'running' || run === 'ending')
  return { agent, cwd, isChosen, runs, program: isHere ? pane : null }
}

function asking(memory: Memory, { wallMs }: Instant): Omit<PlaceAsk, 'owners'> {
  return { nowMs: wallMs, addressee: (message) => memory.messages[message]?.agent }
}

type Add = (name: string, owned: Pick<Owned, 'source' | 'depth' | 'isCurrent'>) => void

/** The scripted agent is told its file at launch; it goes on in it, run after run. */
function addScripted(team: Team, owners: readonly Owner[], add: Add): void {
  for (const { agent, runs } of owners) {
    const path = transcriptOf(team, agent)
    if (path === null || runs.length === 0) continue
    add(agent.name, { source: { kind: 'lines', format: 'scripted', path }, depth: 0, isCurrent: true })
  }
}

/** One sentence for each set of agents that cannot be told apart, without numbers: it is recorded when it changes. */
function tell(undecided: readonly Undecided[], members: readonly Settled[], { wallMs }: Instant): string[] {
  const old = undecided.filter(({ beganMs }) => wallMs - beganMs > UNDECIDED_MS)
  const names = new Set(old.map(({ owners }) => owners.join(' and ')))
  const { agent, folder } = members[0] ?? {}
  const variable = FOLDERS[agent?.backend.profile ?? 'shell']?.variable
  return [...names].map(
    (both) =>
      `${both} work in one cwd and keep their transcripts in one folder (${folder}): tokens of sessions that either ` +
      `could have had count for nobody; give each a cwd of its own, or a ${variable} of its own in its env`,
  )
}

/** Without links; as it is when it cannot be asked. */
function reached(path: string): string {
  try {
    return realPath(path)
  } catch {
    return path // no leave to look there, which the listing tells
  }
}
