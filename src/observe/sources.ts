import { join } from 'node:path'
import { transcriptOf } from '../backends/launch.ts'
import type { RegistryEntry } from '../backends/read-registry.ts'
import { recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Source } from '../model/source.ts'
import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { stampOf } from '../system/files.ts'
import { Folders } from '../system/folders.ts'
import { ClaudePlace } from './sources-claude.ts'
import { CodexPlace } from './sources-codex.ts'
import { FolderPlace, PI_LAYOUT, QWEN_LAYOUT } from './sources-folders.ts'
import { GeminiPlace } from './sources-gemini.ts'
import { Homes, ownerOf, type Settled, variableOf } from './sources-home.ts'
import { SELDOM_MS } from './sources-kept.ts'
import { OpencodePlace } from './sources-opencode.ts'
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

/** So long after its start a transcript has a text of ours in it, if it ever will. */
const UNDECIDED_MS = 60_000

/** When an agent's transcripts were written. */
interface Writes {
  readonly current: readonly string[]
  readonly earlierMs: number | null
  readonly askedMs: number
}

const NOTHING: PlaceSeen = { owned: [], undecided: [] }

/** Finds the transcripts of every agent of a team. One per watchdog: it keeps what did not change since the last look. */
export class SourceFinder {
  readonly #homes: Homes
  readonly #places = new Map<string, { readonly finder: PlaceFinder; readonly folders: Folders }>()
  /** What was made of a place's result, while that stays the same. */
  readonly #byAgent = new WeakMap<PlaceSeen, ReadonlyMap<string, readonly FoundSource[]>>()
  #seen: SourcesSeen = { sources: new Map(), troubles: [] }
  /** Last writes to transcripts of ended runs, by path. */
  readonly #earlier = new Map<string, { readonly askedMs: number; readonly changedMs: number | null }>()
  readonly #writes = new WeakMap<readonly FoundSource[], Writes>()

  /** `home`: the home folder that agents have without one of their own. */
  constructor(home: string) {
    this.#homes = new Homes(home)
  }

  /** What the last look found. */
  get seen(): SourcesSeen {
    return this.#seen
  }

  /** What the registry of an agent's CLI had of it at the last look; null: nothing. */
  processOf(agent: string): RegistryEntry | null {
    for (const { finder } of this.#places.values()) {
      const found = finder.processOf?.(agent)
      if (found) return found
    }
    return null
  }

  /** One look. Never throws. */
  async look(team: Team, memory: Memory, at: Instant): Promise<SourcesSeen> {
    const settled = this.#homes.of(team, at)
    const sources = new Map<string, readonly FoundSource[]>()
    const troubles: string[] = []
    for (const [place, members] of Map.groupBy(settled, (one) => one.place)) {
      const owners = members.map((one) => ownerOf(one, memory, at))
      const ask = { owners, ...asking(memory, at) }
      const seen = place === '' ? scripted(team, owners) : await this.#look(place, members[0], ask, troubles)
      for (const [name, list] of this.#grouped(seen, memory, at)) sources.set(name, list)
      troubles.push(...tell(seen.undecided, members, at), ...(seen.troubles ?? []))
    }
    const unlisted = [...this.#places.values()].flatMap(({ folders }) => folders.troubles)
    this.#seen = { sources, troubles: [...troubles, ...unlisted] }
    return this.#seen
  }

  #grouped(
    seen: PlaceSeen,
    memory: Memory,
    { wallMs }: Instant,
  ): ReadonlyMap<string, readonly FoundSource[]> {
    const known = this.#byAgent.get(seen)
    if (known) return known
    const sources = seen.owned.map(({ owner, source, depth, isCurrent }): FoundSource => {
      const sinceMs = recall(memory, owner).sinceMs ?? wallMs
      return { ...source, agent: owner, depth, sinceMs, isCurrent }
    })
    const grouped = Map.groupBy(sources, ({ agent }) => agent)
    this.#byAgent.set(seen, grouped)
    return grouped
  }

  /** Last write to any of these, ms; null: there is none, or it is not told by a file of its own. */
  changedMs(sources: readonly FoundSource[], at: Instant): number | null {
    const { current, earlierMs } = this.#writesOf(sources, at)
    return latest([earlierMs, ...current.map((path) => stampOf(path)?.changedMs ?? null)])
  }

  /** Files of ended runs are asked seldom: only a thread that is resumed grows on. */
  #writesOf(sources: readonly FoundSource[], { monoMs }: Instant): Writes {
    const known = this.#writes.get(sources)
    if (known && monoMs - known.askedMs < SELDOM_MS) return known
    const files = sources.filter((source) => !('session' in source))
    const writes = {
      current: files.filter(({ isCurrent }) => isCurrent).map(({ path }) => path),
      earlierMs: latest(
        files.filter(({ isCurrent }) => !isCurrent).map(({ path }) => this.#earlierMs(path, monoMs)),
      ),
      askedMs: monoMs,
    }
    this.#writes.set(sources, writes)
    return writes
  }

  #earlierMs(path: string, monoMs: number): number | null {
    const known = this.#earlier.get(path)
    if (known && monoMs - known.askedMs < SELDOM_MS) return known.changedMs
    const changedMs = stampOf(path)?.changedMs ?? null
    this.#earlier.set(path, { askedMs: monoMs, changedMs })
    return changedMs
  }

  async #look(
    place: string,
    settled: Settled | undefined,
    ask: PlaceAsk,
    troubles: string[],
  ): Promise<PlaceSeen> {
    const known = this.#places.get(place) ?? this.#make(settled)
    if (!known) return NOTHING
    this.#places.set(place, known)
    try {
      return await known.finder.look(ask)
    } catch (error) {
      troubles.push(
        `transcripts below ${settled?.folder} are not found: ${error instanceof Error ? error.message : error}`,
      )
      return NOTHING
    }
  }

  #make(settled: Settled | undefined): { finder: PlaceFinder; folders: Folders } | null {
    const folders = new Folders()
    const finder = settled && this.#finder(settled, folders)
    return finder ? { finder, folders } : null
  }

  #finder({ agent, folder }: Settled, folders: Folders): PlaceFinder | null {
    switch (agent.backend.profile) {
      case 'claude':
        return new ClaudePlace(folders, folder)
      case 'codex':
        return new CodexPlace(folders, folder)
      case 'gemini':
        return new GeminiPlace(folders, folder)
      case 'pi':
        return new FolderPlace(folders, folder, PI_LAYOUT)
      case 'qwen':
        return new FolderPlace(folders, folder, QWEN_LAYOUT)
      case 'opencode':
        return new OpencodePlace(join(folder, 'opencode'))
      default:
        return null
    }
  }
}

function asking(memory: Memory, { wallMs }: Instant): Omit<PlaceAsk, 'owners'> {
  return { nowMs: wallMs, addressee: (message) => memory.messages[message]?.agent }
}

/** The scripted agent is told its file at launch; it goes on in it, run after run. */
function scripted(team: Team, owners: readonly Owner[]): PlaceSeen {
  const owned = owners.flatMap(({ agent, runs }): Owned[] => {
    const path = transcriptOf(team, agent)
    if (path === null || runs.length === 0) return []
    const source = { kind: 'lines', format: 'scripted', path } as const
    return [{ owner: agent.name, source, depth: 0, isCurrent: true }]
  })
  return { owned, undecided: [] }
}

function latest(stamps: readonly (number | null)[]): number | null {
  const known = stamps.filter((stamp) => stamp !== null)
  return known.length > 0 ? Math.max(...known) : null
}

/** One sentence for each set of agents that cannot be told apart, without numbers: it is recorded when it changes. */
function tell(undecided: readonly Undecided[], members: readonly Settled[], { wallMs }: Instant): string[] {
  const old = undecided.filter(({ beganMs }) => wallMs - beganMs > UNDECIDED_MS)
  const names = new Set(old.map(({ owners }) => owners.join(' and ')))
  const { agent, folder } = members[0] ?? {}
  const variable = agent ? variableOf(agent) : ''
  return [...names].map(
    (both) =>
      `${both} work in one cwd and keep their transcripts in one folder (${folder}): tokens of sessions that either ` +
      `could have had count for nobody; give each a cwd of its own, or a ${variable} of its own in its env`,
  )
}
