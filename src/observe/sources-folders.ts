import { join } from 'node:path'
import { realPath } from '../system/files.ts'
import type { Folders } from '../system/folders.ts'
import { type Head, type HeadReader, Heads, type Row, textOf } from './sources-heads.ts'
import { Kept } from './sources-kept.ts'
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

/** A CLI that keeps each session in one file of JSON lines, in a folder for each working folder. */
export interface FolderLayout {
  readonly format: 'pi' | 'qwen'
  /** Where these folders are, below its config folder. */
  readonly projects: string
  /** Where in them the files are; '': right there. */
  readonly below: string
  readonly readHead: HeadReader
}

/** pi: a file is there from the first answer on. A fork is a file of its own that begins with its past. */
export const PI_LAYOUT: FolderLayout = {
  format: 'pi',
  projects: 'sessions',
  below: '',
  readHead: (rows) => firstHead(rows, ({ type, id }) => (type === 'session' ? textOf(id) : '')),
}

/** Qwen Code: what sub-agents used stands in the session's own file. */
export const QWEN_LAYOUT: FolderLayout = {
  format: 'qwen',
  projects: 'projects',
  below: 'chats',
  readHead: (rows) => firstHead(rows, ({ sessionId }) => textOf(sessionId)),
}

function firstHead(rows: Iterable<Row>, idOf: (row: Row) => string): Head | null {
  for (const row of rows) {
    const [id, folder, beganMs] = [idOf(row), textOf(row.cwd), Date.parse(textOf(row.timestamp))]
    if (id !== '' && folder !== '' && !Number.isNaN(beganMs))
      return { id, folder: realPath(folder), beganMs, isSub: false, parent: null }
  }
  return null
}

/** The run that a session belongs to, as far as a source tells it. */
interface Session {
  readonly owner: Owner
  readonly isCurrent: boolean
}

/** Sessions by the id that was chosen at launch, else by cwd and start. One that is resumed stays in its file. */
export class FolderPlace implements PlaceFinder {
  readonly #folders: Folders
  readonly #layout: FolderLayout
  readonly #projects: string
  readonly #heads: Heads
  readonly #claims: Claims
  readonly #kept: Kept

  constructor(folders: Folders, config: string, layout: FolderLayout) {
    this.#folders = folders
    this.#layout = layout
    this.#projects = join(config, layout.projects)
    this.#heads = new Heads(layout.readHead)
    this.#claims = new Claims(this.#heads)
    this.#kept = new Kept(folders, this.#heads)
  }

  look(ask: PlaceAsk): PlaceSeen {
    const owners = ask.owners.filter(({ runs }) => runs.length > 0)
    if (owners.length === 0) return { owned: [], undecided: [] }
    const projects = this.#folders.names(this.#projects)
    const folders = projects.map((name) => join(this.#projects, name, this.#layout.below))
    for (const folder of folders) this.#folders.names(folder)
    return this.#kept.get(ask, '', () => this.#make(folders, { ...ask, owners }))
  }

  #make(folders: readonly string[], ask: PlaceAsk): PlaceSeen {
    const chosen = chosenSessions(ask.owners)
    const candidates = byFolder(ask.owners)
    const owned: Owned[] = []
    const undecided: Undecided[] = []
    for (const path of folders.flatMap((folder) => this.#files(folder))) {
      const head = this.#heads.head(path, isChosen(path, chosen) ? undefined : earliestMs(ask.owners))
      if (!head) continue
      const mine =
        chosen.get(head.id) ?? this.#claim(path, head, candidates.get(head.folder) ?? [], ask, undecided)
      if (mine) owned.push(this.#owned(path, mine))
    }
    return { owned, undecided }
  }

  #files(folder: string): string[] {
    const names = this.#folders.names(folder).filter((name) => name.endsWith('.jsonl'))
    return names.map((name) => join(folder, name))
  }

  #claim(
    path: string,
    head: Head,
    candidates: readonly Owner[],
    ask: PlaceAsk,
    undecided: Undecided[],
  ): Session | null {
    const claim = this.#claims.claim(path, head, candidates, ask)
    if (claim.kind === 'undecided') undecided.push(claim.undecided)
    return claim.kind === 'owned' ? { owner: claim.owner, isCurrent: claim.run.endedMs === null } : null
  }

  #owned(path: string, { owner, isCurrent }: Session): Owned {
    const source = { kind: 'lines', format: this.#layout.format, path } as const
    return { owner: owner.agent.name, source, depth: 0, isCurrent }
  }
}

/** Files are named by their session, alone or behind a time. */
function isChosen(path: string, chosen: ReadonlyMap<string, Session>): boolean {
  return [...chosen.keys()].some((session) => path.endsWith(`${session}.jsonl`))
}

function chosenSessions(owners: readonly Owner[]): Map<string, Session> {
  const runs = owners.flatMap((owner) => owner.runs.map((run) => ({ owner, run })))
  const named = runs.filter(({ run }) => run.session !== '')
  return new Map(named.map(({ owner, run }) => [run.session, { owner, isCurrent: run.endedMs === null }]))
}
