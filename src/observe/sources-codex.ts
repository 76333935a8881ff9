import { join } from 'node:path'
import { realPath } from '../system/files.ts'
import type { Folders } from '../system/folders.ts'
import { fields, type Head, Heads, type Row, textOf } from './sources-heads.ts'
import { Kept } from './sources-kept.ts'
import { Claims } from './sources-owner.ts'
import { earliestMs, type PlaceAsk, type PlaceFinder, type PlaceSeen } from './sources-place.ts'
import { claimTree } from './sources-tree.ts'

const DAY_MS = 86_400_000
/** Days that no thread begins on any more are listed this often. */
const PAST_DAYS_EVERY_MS = 60_000

/**
 * Codex' rollouts in one CODEX_HOME, by cwd and start: no option chooses a thread's id. A thread that is resumed goes
 * on in its old file, which stays its agent's.
 */
export class CodexPlace implements PlaceFinder {
  readonly #folders: Folders
  readonly #sessions: string
  readonly #heads = new Heads(readHead)
  readonly #claims = new Claims(this.#heads)
  readonly #kept: Kept

  constructor(folders: Folders, home: string) {
    this.#folders = folders
    this.#sessions = join(home, 'sessions')
    this.#kept = new Kept(folders, this.#heads)
  }

  look(ask: PlaceAsk): PlaceSeen {
    const owners = ask.owners.filter(({ runs }) => runs.length > 0)
    if (owners.length === 0) return { owned: [], undecided: [] }
    const days = this.#days(earliestMs(owners), ask.nowMs)
    for (const day of days) this.#list(day, ask.nowMs)
    return this.#kept.get(ask, '', () => this.#make(days, { ...ask, owners }))
  }

  #make(days: readonly string[], ask: PlaceAsk): PlaceSeen {
    const rollouts = days.flatMap((day) =>
      this.#list(day, ask.nowMs)
        .filter((name) => /^rollout-.*\.jsonl$/.test(name))
        .map((name) => join(day, name)),
    )
    const found = rollouts.flatMap((path) => {
      const head = this.#heads.head(path)
      return head ? [{ head, path, source: { kind: 'lines', format: 'codex', path } as const }] : []
    })
    return claimTree(this.#claims, found, ask)
  }

  /** Folders of the days since then. They are named by local time: a day more on either side covers every zone. */
  #days(fromMs: number, nowMs: number): string[] {
    const [first, last] = [dayOf(fromMs - DAY_MS), dayOf(nowMs + DAY_MS)]
    const isWanted = (day: string) => day >= first.slice(0, day.length) && day <= last.slice(0, day.length)
    const below = (folders: readonly string[]) =>
      folders.flatMap((folder) => this.#list(folder, nowMs).map((name) => join(folder, name)))
    const inRange = (paths: readonly string[]) =>
      paths.filter((path) => isWanted(path.slice(this.#sessions.length + 1).replaceAll('\\', '/')))
    const years = inRange(below([this.#sessions]))
    return inRange(below(inRange(below(years))))
  }

  #list(folder: string, nowMs: number): readonly string[] {
    const day = folder.slice(this.#sessions.length + 1)
    const isPast = day.length === 'YYYY/MM/DD'.length && day < dayOf(nowMs - DAY_MS)
    return this.#folders.names(folder, isPast ? PAST_DAYS_EVERY_MS : 0)
  }
}

/** `YYYY/MM/DD` of a moment, UTC. */
function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '/')
}

/** The first line is the thread's own; a fork copies those of its past behind it. */
function readHead(rows: Iterable<Row>): Head | null {
  for (const row of rows) {
    if (row.type !== 'session_meta') return null
    const meta = fields(row.payload) ?? {}
    const beganMs = Date.parse(textOf(meta.timestamp) || textOf(row.timestamp))
    const folder = textOf(meta.cwd)
    if (folder === '' || Number.isNaN(beganMs)) return null
    const sub = fields(meta.source)?.subagent
    const parent = textOf(fields(fields(sub)?.thread_spawn)?.parent_thread_id) || null
    return { id: textOf(meta.id), folder: realPath(folder), beganMs, isSub: sub !== undefined, parent }
  }
  return null
}
