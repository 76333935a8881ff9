import { join } from 'node:path'
import type { Source } from '../model/source.ts'
import { realPath } from '../system/files.ts'
import type { Folders } from '../system/folders.ts'
import { type ClaudeProcess, ClaudeRegistry } from './sources-claude-registry.ts'
import { type Head, Heads, type Row, textOf } from './sources-heads.ts'
import { Kept, SELDOM_MS } from './sources-kept.ts'
import { byFolder, Claims } from './sources-owner.ts'
import {
  earliestMs,
  type Owned,
  type Owner,
  type PlaceAsk,
  type PlaceFinder,
  type PlaceSeen,
  type Undecided,
} from './sources-place.ts'

/** `subagents/workflows/<run>/` is the deepest seen. */
const DEEPEST = 4

/** Where the transcripts of one session lie: its file and its folder, in one project folder or in several. */
interface Spots {
  readonly files: string[]
  readonly folders: string[]
}

/** A session and whose it is. */
interface Held {
  readonly owner: Owner
  readonly isCurrent: boolean
}

/**
 * Claude Code's transcripts in one config folder. A session is known by the id that was chosen at launch, or by
 * Claude's own registry of processes; any other by cwd and start.
 */
export class ClaudePlace implements PlaceFinder {
  readonly #folders: Folders
  readonly #projects: string
  readonly #registry: ClaudeRegistry
  readonly #heads = new Heads(readHead)
  readonly #claims = new Claims(this.#heads)
  /** Sessions that the registry told: by id the agent, and the start of the run that was in it. */
  readonly #told = new Map<string, { readonly agent: string; readonly runMs: number }>()
  readonly #processes = new Map<string, ClaudeProcess>()
  readonly #kept: Kept
  /** Folders of sub-agents of the current sessions. */
  #watched: string[] = []
  #index: { readonly changes: number; readonly spots: Map<string, Spots> } = { changes: -1, spots: new Map() }

  constructor(folders: Folders, config: string) {
    this.#folders = folders
    this.#projects = join(config, 'projects')
    this.#registry = new ClaudeRegistry(folders, config)
    this.#kept = new Kept(folders, this.#heads)
  }

  /** The agent's own process as the registry had it at the last look; null: it has none. */
  processOf(agent: string): ClaudeProcess | null {
    return this.#processes.get(agent) ?? null
  }

  async look(ask: PlaceAsk): Promise<PlaceSeen> {
    const projects = this.#listed(this.#projects)
    for (const folder of [...projects, ...this.#watched]) this.#folders.names(folder)
    await this.#askRegistry(ask)
    return this.#kept.get(ask, [...this.#told.keys()].join(' '), () => this.#make(ask, projects))
  }

  #make(ask: PlaceAsk, projects: readonly string[]): PlaceSeen {
    const spots = this.#indexOf(projects)
    const held = heldByRecord(ask.owners)
    this.#addTold(ask, held)
    this.#watched = []
    const undecided = this.#claimLoose(ask, spots, held)
    const owned = [...held].flatMap(([session, one]) => this.#sources(spots.get(session), one))
    return { owned, undecided }
  }

  /** Every session below the project folders. Their names are never computed: Claude's rule for them has changed. */
  #indexOf(projects: readonly string[]): ReadonlyMap<string, Spots> {
    const { changes } = this.#folders
    if (this.#index.changes === changes) return this.#index.spots
    const spots = new Map<string, Spots>()
    for (const project of projects)
      for (const name of this.#folders.names(project)) addSpot(spots, project, name)
    this.#index = { changes: this.#folders.changes, spots }
    return spots
  }

  #listed(folder: string): string[] {
    return this.#folders.names(folder).map((name) => join(folder, name))
  }

  async #askRegistry({ owners, nowMs }: PlaceAsk): Promise<void> {
    this.#processes.clear()
    for (const [owner, processes] of await this.#registry.processesOf(owners, nowMs)) {
      const runMs = owner.runs.at(-1)?.startedMs ?? 0
      if (processes[0]) this.#processes.set(owner.agent.name, processes[0])
      for (const { session } of processes) this.#told.set(session, { agent: owner.agent.name, runMs })
    }
  }

  #addTold({ owners }: PlaceAsk, held: Map<string, Held>): void {
    for (const [session, { agent, runMs }] of this.#told) {
      const owner = owners.find((one) => one.agent.name === agent)
      const last = owner?.runs.at(-1)
      const isCurrent = last?.endedMs === null && last.startedMs === runMs
      if (owner && !held.has(session)) held.set(session, { owner, isCurrent })
    }
  }

  /** Sessions that nobody chose: those that began where and when an agent ran. */
  #claimLoose(ask: PlaceAsk, spots: ReadonlyMap<string, Spots>, held: Map<string, Held>): Undecided[] {
    const owners = ask.owners.filter(({ runs }) => runs.length > 0)
    if (owners.length === 0) return []
    const undecided: Undecided[] = []
    const folders = byFolder(owners)
    const sinceMs = earliestMs(owners)
    for (const [session, { files }] of spots) {
      const path = files[0]
      if (path === undefined || held.has(session)) continue
      const head = this.#heads.head(path, sinceMs)
      const candidates = head && folders.get(head.folder)
      if (!candidates) continue
      const claim = this.#claims.claim(path, head, candidates, ask)
      if (claim.kind === 'owned') held.set(session, { owner: claim.owner, isCurrent: isOpen(claim.run) })
      if (claim.kind === 'undecided') undecided.push(claim.undecided)
    }
    return undecided
  }

  #sources(spots: Spots | undefined, { owner, isCurrent }: Held): Owned[] {
    const found = (path: string, depth: number): Owned => ({
      ...{ owner: owner.agent.name, depth, isCurrent },
      source: transcript(path),
    })
    const maxAgeMs = isCurrent ? 0 : SELDOM_MS
    const subs = spots?.folders.flatMap((folder) => this.#subAgents(join(folder, 'subagents'), maxAgeMs, 1))
    return [
      ...(spots?.files.map((path) => found(path, 0)) ?? []),
      ...(subs?.map((path) => found(path, 1)) ?? []),
    ]
  }

  #subAgents(folder: string, maxAgeMs: number, deep: number): string[] {
    if (maxAgeMs === 0) this.#watched.push(folder)
    return this.#folders.names(folder, maxAgeMs).flatMap((name) => {
      const path = join(folder, name)
      if (/^agent-.*\.jsonl$/.test(name)) return [path]
      return name.includes('.') || deep >= DEEPEST ? [] : this.#subAgents(path, maxAgeMs, deep + 1)
    })
  }
}

function heldByRecord(owners: readonly Owner[]): Map<string, Held> {
  const held = new Map<string, Held>()
  for (const owner of owners) {
    for (const run of owner.runs)
      if (run.session !== '') held.set(run.session, { owner, isCurrent: isOpen(run) })
  }
  return held
}

const isOpen = ({ endedMs }: { readonly endedMs: number | null }) => endedMs === null

function addSpot(spots: Map<string, Spots>, project: string, name: string): void {
  const isFile = name.endsWith('.jsonl')
  if (!isFile && name.includes('.')) return
  const session = isFile ? name.slice(0, -'.jsonl'.length) : name
  const known = spots.get(session) ?? { files: [], folders: [] }
  known[isFile ? 'files' : 'folders'].push(join(project, name))
  spots.set(session, known)
}

function transcript(path: string): Source {
  return { kind: 'lines', format: 'claude', path }
}

/** The first rows are settings without a place; the first message has both. */
function readHead(rows: Iterable<Row>): Head | null {
  let folder = ''
  let beganMs = Number.NaN
  for (const row of rows) {
    folder ||= textOf(row.cwd)
    if (Number.isNaN(beganMs)) beganMs = Date.parse(textOf(row.timestamp))
    if (folder !== '' && !Number.isNaN(beganMs))
      return { id: textOf(row.sessionId), folder: realPath(folder), beganMs, isSub: false, parent: null }
  }
  return null
}
