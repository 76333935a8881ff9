import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { TokenWindow } from '../model/ledger.ts'
import type { SourceRead } from '../model/source.ts'
import type { Tokens } from '../model/tokens.ts'
import { AnswerInserts } from './answer-inserts.ts'
import type { Booked } from './booked.ts'
import { LedgerPlaces } from './ledger-places.ts'
import { prepareLedger } from './ledger-statements.ts'
import { SumChanges } from './sum-changes.ts'
import { tokensFrom } from './token-columns.ts'

/** So many answers are filed at once: 3 MB of places, and some 10 ms for who reads them all. */
const MOST_UNFILED = 130_000

/**
 * New answers go to the end of a table, which needs no cache. They are filed in no order of their ids: with SQLite's own 2 MB each
 * page is read and written many times.
 */
const CACHE_KIB = { usual: 500, filing: 16_000 }

/** The rows of the ledger. Sums are gathered and written once for each transaction. */
export class LedgerRows {
  readonly #database: DatabaseSync
  readonly #statements: ReturnType<typeof prepareLedger>
  readonly #inserts: AnswerInserts
  /** null: not known. */
  #places: LedgerPlaces | null = null
  #hasFiled = true
  readonly #sums = new SumChanges()
  readonly #names = new Map<string, number>()

  constructor(database: DatabaseSync) {
    this.#database = database
    database.exec(`PRAGMA cache_size = -${CACHE_KIB.usual}`)
    this.#statements = prepareLedger(database)
    this.#inserts = new AnswerInserts(database)
    this.#statements.places.setReadBigInts(true)
  }

  /** Adds an answer; false: it is there already, and nothing was done. */
  add(row: Booked): boolean {
    const places = this.#knownPlaces()
    if (places.get(row.id) !== 0 || this.#isFiled(row.id)) return false
    this.#inserts.add(row.id, this.#valuesOf(row))
    // Its rowid: they are 1, 2, 3 … (ledger-tables.ts).
    places.set(row.id, places.size + 1)
    this.#sums.count(row, 1)
    return true
  }

  /** All parts of an answer, in order. */
  find(id: bigint): Booked[] {
    this.#inserts.flush()
    const place = this.#knownPlaces().get(id)
    return this.#statements.find.all(place, id).map((row) => bookedFrom(id, row))
  }

  addLater(row: Booked): void {
    this.#statements.later.run(row.id, row.part, ...this.#valuesOf(row))
    this.#sums.count(row, 1)
  }

  replace(before: Booked, row: Booked): void {
    const place = this.#knownPlaces().get(row.id)
    if (place === 0) this.#statements.replaceFiled.run(...this.#valuesOf(row), row.id)
    else this.#statements.replace.run(...this.#valuesOf(row), place)
    this.#sums.count(before, -1)
    this.#sums.count(row, 1)
  }

  saveSource(source: string, agent: string, read: SourceRead, nowMs: number): void {
    this.#statements.source.run(source, agent, JSON.stringify(read.position), read.bad, Math.round(nowMs))
  }

  saveWindow({ id, phase, label, startedMs, claimedMs, endedMs }: TokenWindow): void {
    this.#statements.window.run(id, phase, label, startedMs, claimedMs, endedMs)
  }

  closeWindow(id: number): void {
    this.#statements.close.run(id)
  }

  nextRecord(): number {
    return Number(this.#statements.lastRecord.get()?.number ?? 0) + 1
  }

  saveRecord(number: number, body: object): void {
    this.#statements.record.run(number, JSON.stringify(body))
  }

  unwritten(): { number: number; body: string }[] {
    const rows = this.#statements.unwritten.all()
    return rows.map((row) => ({ number: Number(row.number), body: String(row.body) }))
  }

  markWritten(number: number): void {
    this.#statements.written.run(number)
  }

  newestMs(): number {
    return Number(this.#statements.newest.get()?.at_ms ?? 0)
  }

  /** Files the answers, so that they are found by id and by time. */
  file(): void {
    this.#inserts.flush()
    this.#database.exec(`PRAGMA cache_size = -${CACHE_KIB.filing}`)
    this.#statements.file.run()
    this.#statements.empty.run()
    this.#database.exec(`PRAGMA cache_size = -${CACHE_KIB.usual}`)
    this.#places = null
  }

  /** Of those that are filed. */
  dropAnswersBefore(ms: number): void {
    this.#statements.drop.run(ms)
    this.#statements.dropLater.run(ms)
  }

  /** Writes what was gathered, and files the answers when they are many. */
  flush(): void {
    this.#inserts.flush()
    if (this.#places && this.#places.size >= MOST_UNFILED) this.file()
    for (const { window, agent, model, promptUpTo, counts, ...sum } of this.#sums.all()) {
      const row = [...countsOf(counts), sum.answers, sum.firstMs, sum.lastMs]
      this.#statements.sum.run(window, agent, model, promptUpTo, ...row)
    }
    this.#sums.clear()
  }

  /** Forgets what a transaction that failed had brought. */
  forget(): void {
    this.#inserts.forget()
    this.#places = null
    this.#sums.clear()
    this.#names.clear()
  }

  /** Read when the first answer comes: most commands and many a start need none of them. */
  #knownPlaces(): LedgerPlaces {
    if (this.#places) return this.#places
    const places = new LedgerPlaces()
    for (const { rowid, id } of this.#statements.places.iterate()) places.set(id as bigint, Number(rowid))
    this.#hasFiled = this.#statements.newest.get()?.at_ms !== null
    this.#places = places
    return places
  }

  #isFiled(id: bigint): boolean {
    return this.#hasFiled && this.#statements.isFiled.get(id) !== undefined
  }

  /** In the order of ANSWER_COLUMNS. Flat: this is done for each answer. */
  #valuesOf(row: Booked): number[] {
    const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = row.tokens
    const agent = this.#nameOf(row.agent)
    const model = this.#nameOf(row.model)
    const atMs = Math.round(row.atMs)
    const odd = row.odd ? 1 : 0
    // biome-ignore format: in the order of the columns
    return [row.window, agent, model, atMs, row.promptUpTo, input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h, odd]
  }

  /** Agents and models are few, and stand in each row as numbers. */
  #nameOf(name: string): number {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    this.#statements.addName.run(name)
    const number = Number(this.#statements.name.get(name)?.id)
    this.#names.set(name, number)
    return number
  }
}

/** In the order of the columns. */
function countsOf(tokens: Tokens): [number, number, number, number, number, number] {
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  return [input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h]
}

function bookedFrom(id: bigint, row: Record<string, SQLOutputValue>): Booked {
  return {
    id,
    part: Number(row.part),
    window: Number(row.window),
    agent: String(row.agent),
    model: String(row.model),
    atMs: Number(row.at_ms),
    promptUpTo: Number(row.prompt_up_to),
    tokens: tokensFrom(row),
    odd: row.odd === 1,
  }
}
