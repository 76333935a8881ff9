import { join } from 'node:path'
import type { Event } from '../model/event.ts'
import type { LedgerRow } from '../model/ledger.ts'
import { emptyMemory, type Memory } from '../model/memory.ts'
import { openForReading } from '../store/database.ts'
import { fold } from '../store/fold.ts'
import { type Doubts, readDoubts } from '../store/ledger-doubts.ts'
import { type AgentUse, type LedgerQuery, readAgentUse, readLedger } from '../store/ledger-view.ts'
import { readEvents, readMemory } from '../store/record.ts'

type Database = NonNullable<ReturnType<typeof openForReading>>

/** The record as a command sees it: read beside the watchdog, or when there is none. Throws StoreTrouble. */
export class RecordView {
  readonly #path: string
  #memory: Memory | null = null

  constructor(stateDir: string) {
    this.#path = join(stateDir, 'state.db')
  }

  /** What the events add up to, as of the last look. */
  get memory(): Memory {
    this.#memory ??= this.#read(emptyMemory(), (database) => readMemory(database).memory)
    return this.#memory
  }

  /** Events since the last look, now folded into memory; what was there at the first look is not among them. */
  refresh(): Event[] {
    const { memory } = this
    const fresh = this.#read<Event[]>([], (database) => [...readEvents(database, { afterSeq: memory.seq })])
    for (const event of fresh) fold(memory, event)
    return fresh
  }

  /** Events up to the last look, after a number and since a time, that `keep` takes; oldest first. */
  events(
    from: { afterSeq?: number; sinceMs?: number },
    keep: (event: Event) => boolean = () => true,
  ): Event[] {
    const { seq } = this.memory
    return this.#read([], (database) =>
      [...readEvents(database, from)].filter((event) => event.seq <= seq && keep(event)),
    )
  }

  /** The last events that `keep` takes, oldest first. A month of them is long, so it looks back in growing steps. */
  lastEvents(count: number, keep: (event: Event) => boolean): Event[] {
    const { seq } = this.memory
    for (let span = Math.max(100, count); ; span *= 8) {
      const found = this.events({ afterSeq: Math.max(0, seq - span) }, keep)
      if (found.length >= count || span >= seq) return count === 0 ? [] : found.slice(-count)
    }
  }

  /** Sums of the ledger, as it is now. */
  ledger(query: LedgerQuery): LedgerRow[] {
    return this.#read([], (database) => readLedger(database, query))
  }

  /** What was odd or could not be read, by agent. */
  doubts(query: LedgerQuery): ReadonlyMap<string, Doubts> {
    return this.#read<ReadonlyMap<string, Doubts>>(new Map(), (database) => readDoubts(database, query))
  }

  /** What each agent used in all and since a moment, as of now. */
  agentUse(sinceMs: number): ReadonlyMap<string, AgentUse> {
    return this.#read<ReadonlyMap<string, AgentUse>>(new Map(), (database) => readAgentUse(database, sinceMs))
  }

  /** A file that is not there yet may come; so it is opened for each look, which takes a millisecond. */
  #read<T>(none: T, read: (database: Database) => T): T {
    const database = openForReading(this.#path)
    if (!database) return none
    try {
      return read(database)
    } finally {
      database.close()
    }
  }
}
