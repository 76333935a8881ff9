import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Entry, Event } from '../model/event.ts'
import { emptyMemory, type Memory } from '../model/memory.ts'
import { asTrouble } from './database.ts'
import { fold } from './fold.ts'
import { memoryOfOlder } from './old-snapshot.ts'

/** Shape of a snapshot's memory. Another number: it is folded anew from the events where all of them are there. */
const SHAPE = 4
/** A snapshot saves folding more than this many events at the next start. */
const SNAPSHOT_EVERY = 200
/** Events are kept this long. */
const KEEP_MS = 30 * 24 * 3_600_000

/** The team's record: the list of events on disk, and memory, which is what they add up to. One writer. */
export class TeamRecord {
  readonly memory: Memory
  readonly #database: DatabaseSync
  readonly #insert: StatementSync
  /** Events that the disk would not take; tried again with each append. */
  #unsaved: Event[] = []
  #snapshotSeq: number
  /** Why events are not saved since, for people; null: all are. */
  trouble: string | null = null

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#insert = database.prepare('INSERT INTO events (seq, at_ms, target, body) VALUES (?, ?, ?, ?)')
    const { memory, snapshotSeq } = readMemory(database)
    this.memory = memory
    this.#snapshotSeq = snapshotSeq
  }

  /** Adds entries in one transaction, on disk before it returns, and folds them. A full disk stops nothing but saving. */
  append(atMs: number, entries: readonly Entry[]): Event[] {
    const events = entries.map(
      (entry, index): Event => ({ seq: this.memory.seq + 1 + index, atMs, ...entry }),
    )
    for (const event of events) fold(this.memory, event)
    if (events.length > 0) this.#save([...this.#unsaved, ...events])
    return events
  }

  /** All that was appended stands on disk: what is built on it may be saved too. */
  get isSaved(): boolean {
    return this.#unsaved.length === 0
  }

  /** Saves what memory is now, so that the next start need not fold it again, and drops very old events. */
  snapshot(nowMs: number): void {
    if (this.#unsaved.length > 0) return
    const put = this.#database.prepare(
      'INSERT OR REPLACE INTO snapshot (one, seq, shape, body) VALUES (1, ?, ?, ?)',
    )
    put.run(this.memory.seq, SHAPE, JSON.stringify(this.memory))
    this.#snapshotSeq = this.memory.seq
    this.#database
      .prepare('DELETE FROM events WHERE at_ms < ? AND seq <= ?')
      .run(nowMs - KEEP_MS, this.memory.seq)
  }

  /** Saves what is not saved yet, if the disk takes it now, and lets go of the file. */
  close(nowMs: number): void {
    if (this.#unsaved.length > 0) this.#save(this.#unsaved)
    this.#trySnapshot(nowMs)
    this.#database.close()
  }

  /** A snapshot only saves time: without one the next start folds all events again. */
  #trySnapshot(nowMs: number): void {
    try {
      this.snapshot(nowMs)
    } catch (error) {
      this.trouble = `no snapshot is saved: ${reasonOf(error)}`
    }
  }

  #save(events: Event[]): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      for (const event of events) {
        this.#insert.run(event.seq, event.atMs, targetOf(event), JSON.stringify(event))
      }
      this.#database.exec('COMMIT')
      this.#unsaved = []
      this.trouble = null
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      this.#unsaved = events
      this.trouble = `events are not saved: ${reasonOf(error)}`
      return
    }
    if (this.memory.seq - this.#snapshotSeq >= SNAPSHOT_EVERY) this.#trySnapshot(events.at(-1)?.atMs ?? 0)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Memory as the record on disk gives it: the snapshot and the events since. Throws StoreTrouble when it is damaged. */
export function readMemory(database: DatabaseSync): { memory: Memory; snapshotSeq: number } {
  try {
    return foldRecord(database)
  } catch (error) {
    throw asTrouble(error, database.location() ?? 'state.db')
  }
}

function foldRecord(database: DatabaseSync): { memory: Memory; snapshotSeq: number } {
  const memory = readSnapshot(database)
  const snapshotSeq = memory.seq
  for (const event of readEvents(database, { afterSeq: snapshotSeq })) fold(memory, event)
  return { memory, snapshotSeq }
}

/** One of another shape is folded anew, unless the first events are gone. */
function readSnapshot(database: DatabaseSync): Memory {
  const row = database.prepare('SELECT shape, body FROM snapshot').get()
  if (row?.shape === SHAPE) return JSON.parse(String(row.body))
  const first = database.prepare('SELECT min(seq) AS seq FROM events').get()
  const isOlder = Number(row?.shape) < SHAPE && first?.seq !== 1
  return isOlder ? memoryOfOlder(JSON.parse(String(row?.body))) : emptyMemory()
}

/** What to read of the list; every field narrows it. */
export interface EventQuery {
  readonly afterSeq?: number
  readonly sinceMs?: number
  readonly target?: string
}

/** Events in order, one at a time. */
export function* readEvents(database: DatabaseSync, query: EventQuery): Generator<Event> {
  const { afterSeq = 0, sinceMs = 0, target = null } = query
  const rows = database
    .prepare(
      'SELECT body FROM events WHERE seq > ? AND at_ms >= ? AND (? IS NULL OR target = ?) ORDER BY seq',
    )
    .iterate(afterSeq, sinceMs, target, target)
  for (const row of rows) yield JSON.parse(String(row.body)) as Event
}

/** Whom an event is about: an agent, a service, or `team`. */
export function targetOf(event: Event): string {
  if (event.type === 'decided' || event.type === 'withheld') return event.decision.target
  if (event.type === 'done') return event.target
  return 'member' in event.fact ? event.fact.member : 'team'
}
