import { join } from 'node:path'
import type { Source } from '../model/source.ts'
import type { Folders } from '../system/folders.ts'
import { shortHash } from '../system/ids.ts'
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

/** `session-<time>-<first 8 of the id>.jsonl`; `.json` before there were lines. */
const SESSION_FILE = /^session-.*-(?<short>[0-9a-z]{8})\.jsonl?$/i

interface Session {
  readonly owner: Owner
  readonly isCurrent: boolean
}

/** Gemini CLI's transcripts below one `.gemini`: by the id that was chosen at launch, else by cwd and start. */
export class GeminiPlace implements PlaceFinder {
  readonly #folders: Folders
  readonly #projects: string
  readonly #heads = new Heads(readHead)
  readonly #claims = new Claims(this.#heads)
  readonly #kept: Kept
  /** Folders of sub-agents of the current sessions. */
  #watched: string[] = []

  constructor(folders: Folders, home: string) {
    this.#folders = folders
    this.#projects = join(home, '.gemini', 'tmp')
    this.#kept = new Kept(folders, this.#heads)
  }

  look(ask: PlaceAsk): PlaceSeen {
    const owners = ask.owners.filter(({ runs }) => runs.length > 0)
    const chats = this.#chats()
    for (const folder of [...chats, ...this.#watched]) this.#folders.names(folder)
    return this.#kept.get(ask, '', () => this.#make(chats, { ...ask, owners }))
  }

  #make(folders: readonly string[], ask: PlaceAsk): PlaceSeen {
    const { owners } = ask
    this.#watched = []
    const chosen = sessionsOf(owners)
    const shorts = new Set([...chosen.keys()].map((session) => session.slice(0, 8)))
    const loose = byFolder(owners, projectOf)
    const owned: Owned[] = []
    const undecided: Undecided[] = []
    const sinceMs = earliestMs(owners)
    for (const chats of folders) {
      for (const name of this.#folders.names(chats)) {
        const short = SESSION_FILE.exec(name)?.groups?.short
        if (short === undefined) continue
        const path = join(chats, name)
        const head = this.#heads.head(path, shorts.has(short) ? undefined : sinceMs)
        const session = head && (chosen.get(head.id) ?? this.#claim(path, head, loose, ask, undecided))
        if (session) owned.push(...this.#sources(path, head.id, chats, session))
      }
    }
    return { owned, undecided }
  }

  #chats(): string[] {
    return this.#folders.names(this.#projects).map((name) => join(this.#projects, name, 'chats'))
  }

  #claim(
    path: string,
    head: Head,
    loose: ReadonlyMap<string, readonly Owner[]>,
    ask: PlaceAsk,
    undecided: Undecided[],
  ): Session | null {
    const claim = this.#claims.claim(path, head, loose.get(head.folder) ?? [], ask)
    if (claim.kind === 'undecided') undecided.push(claim.undecided)
    return claim.kind === 'owned' ? { owner: claim.owner, isCurrent: claim.run.endedMs === null } : null
  }

  #sources(path: string, id: string, chats: string, { owner, isCurrent }: Session): Owned[] {
    const folder = join(chats, id)
    const maxAgeMs = isCurrent ? 0 : SELDOM_MS
    if (isCurrent) this.#watched.push(folder)
    const subs = this.#folders.names(chats).includes(id) ? this.#folders.names(folder, maxAgeMs) : []
    const found = (file: string, depth: number): Owned => ({
      ...{ owner: owner.agent.name, depth, isCurrent },
      source: transcript(file),
    })
    const below = subs.filter((name) => /\.jsonl?$/.test(name)).map((name) => found(join(folder, name), 1))
    return [found(path, 0), ...below]
  }
}

function sessionsOf(owners: readonly Owner[]): Map<string, Session> {
  const runs = owners.flatMap((owner) => owner.runs.map((run) => ({ owner, run })))
  const named = runs.filter(({ run }) => run.session !== '')
  return new Map(named.map(({ owner, run }) => [run.session, { owner, isCurrent: run.endedMs === null }]))
}

/** Gemini writes the SHA-256 of the working folder; its first 12 digits are enough to know it again. */
function projectOf({ cwd }: Owner): string {
  return shortHash(cwd)
}

function transcript(path: string): Source {
  return path.endsWith('.json')
    ? { kind: 'document', format: 'gemini', path }
    : { kind: 'lines', format: 'gemini', path }
}

function readHead(rows: Iterable<Row>): Head | null {
  for (const row of rows) {
    const [id, folder] = [textOf(row.sessionId), textOf(row.projectHash).slice(0, 12)]
    const beganMs = Date.parse(textOf(row.startTime))
    if (id !== '' && !Number.isNaN(beganMs)) return { id, folder, beganMs, isSub: false, parent: null }
  }
  return null
}
