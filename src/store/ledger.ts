import type { DatabaseSync } from 'node:sqlite'
import type { RecordDraft } from '../model/decision.ts'
import { hash64 } from '../model/hash64.ts'
import { type LedgerRow, OUTSIDE, promptSize, type TokenWindow } from '../model/ledger.ts'
import type { Position, Reading, SourceProgress, SourceRead } from '../model/source.ts'
import { addTokens, NO_TOKENS, promptOf, subtractTokens, totalOf } from '../model/tokens.ts'
import { type Standing, standingUse, type Use } from '../model/use.ts'
import type { Booked } from './booked.ts'
import { LedgerRows } from './ledger-rows.ts'
import { sumsOfWindows } from './ledger-sums.ts'

/** The window on which an answer of an agent at a moment is booked. */
export type WindowAt = (agent: string, atMs: number) => number

/**
 * Single answers are kept this long, their sums for ever. Claude Code deletes transcripts after 30 days; one that comes back
 * later than this is counted again.
 */
const ANSWERS_KEPT_MS = 60 * 24 * 3_600_000

/** Every token of the team, each counted once. One writer; what was read and how far are saved together. */
export class Ledger {
  readonly #database: DatabaseSync
  readonly #rows: LedgerRows
  /** Windows that stand in token-log.jsonl. */
  readonly #closed: Set<number>
  #windows = ''

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#rows = new LedgerRows(database)
    const closed = database.prepare('SELECT id FROM token_windows WHERE recorded = 1').all()
    this.#closed = new Set(closed.map((row) => Number(row.id)))
  }

  /** How far every source was read, by `sourceKey`. */
  positions(): Map<string, SourceProgress> {
    const rows = this.#database.prepare('SELECT source, agent, position FROM token_sources').all()
    return new Map(
      rows.map((row) => [
        String(row.source),
        { agent: String(row.agent), position: JSON.parse(String(row.position)) as Position },
      ]),
    )
  }

  /** Books what was read: all of it, or nothing when it throws. `nowMs` is the time of an answer that tells none. */
  book(
    readings: readonly Reading[],
    windows: readonly TokenWindow[],
    windowAt: WindowAt,
    nowMs: number,
  ): void {
    if (readings.length === 0 && !this.#isNews(windows)) return
    this.#transactLazily(() => {
      this.#saveWindows(windows)
      const place = (agent: string, atMs: number) => this.#openWindow(windowAt, agent, atMs, nowMs)
      for (const { agent, source, read } of readings) {
        for (const use of once(read)) this.#bookUse(agent, read.standing, use, place, nowMs)
        this.#rows.saveSource(source, agent, read, nowMs)
      }
      this.#rows.flush()
    })
  }

  /**
   * Closes windows and keeps their records, each with the next number; done once for each window, however often it is
   * asked for. `compose` makes the line of a record from its sums.
   */
  record(
    drafts: readonly RecordDraft[],
    windows: readonly TokenWindow[],
    compose: (draft: RecordDraft, number: number, rows: LedgerRow[]) => object,
  ): void {
    if (windows.every(({ id }) => this.#closed.has(id))) return
    // Their record is kept already, and only the log would not take it.
    const fresh = drafts.filter((draft) => draft.windows.some((id) => !this.#closed.has(id)))
    this.#transact(() => {
      for (const draft of fresh) {
        const number = this.#rows.nextRecord()
        this.#rows.saveRecord(number, compose(draft, number, sumsOfWindows(this.#database, draft.windows)))
      }
      for (const window of windows) {
        this.#rows.saveWindow(window)
        this.#rows.closeWindow(window.id)
      }
    })
    for (const { id } of windows) this.#closed.add(id)
  }

  /** Records that may not stand in token-log.jsonl yet, in order. */
  unwritten(): { number: number; body: string }[] {
    return this.#rows.unwritten()
  }

  /** They stand there, up to this number. */
  written(number: number): void {
    this.#rows.markWritten(number)
  }

  /** Drops answers that are older than 60 days, also by the newest answer: a clock that is set ahead drops none. */
  prune(nowMs: number): void {
    this.#transactLazily(() => {
      this.#rows.file()
      this.#rows.dropAnswersBefore(Math.min(nowMs, this.#rows.newestMs()) - ANSWERS_KEPT_MS)
    })
  }

  /**
   * A window that is closed takes nothing any more: what comes late counts where work goes on. After the clock was set
   * back, that is not where the clock points to, but behind all that was claimed.
   */
  #openWindow(windowAt: WindowAt, agent: string, atMs: number, nowMs: number): number {
    for (const ms of [atMs, nowMs, Number.POSITIVE_INFINITY]) {
      const id = windowAt(agent, ms)
      if (!this.#closed.has(id)) return id
    }
    return OUTSIDE
  }

  #bookUse(agent: string, standing: Standing, use: Use, place: WindowAt, nowMs: number): void {
    const atFirst = use.atMs ?? nowMs
    const fresh = bookedOf(use, agent, atFirst, 0, place(agent, atFirst))
    if (this.#rows.add(fresh)) return
    const before = this.#rows.find(fresh.id)
    const [first] = before
    if (!first) return
    const counted = before.reduce((sum, part) => addTokens(sum, part.tokens), NO_TOKENS)
    const last = before.at(-1) ?? first
    const known: Use = { id: use.id, atMs: first.atMs, model: last.model, tokens: counted, odd: first.odd }
    const stands = standingUse(standing, known, use)
    if (isSame(stands, known)) return
    const atMs = stands.atMs ?? first.atMs
    if (!this.#closed.has(first.window) && before.length === 1) {
      this.#rows.replace(first, bookedOf(stands, first.agent, atMs, 0, first.window))
      return
    }
    this.#correct(before, counted, stands, place(first.agent, nowMs), nowMs)
  }

  /** What was booked stays; the difference is booked beside it. Under another model, all of it changes sides. */
  #correct(
    before: readonly Booked[],
    counted: Use['tokens'],
    stands: Use,
    window: number,
    nowMs: number,
  ): void {
    const last = before.at(-1)
    if (!last) return
    const part = last.part + 1
    if (stands.model === last.model) {
      const tokens = subtractTokens(stands.tokens, counted)
      if (totalOf(tokens) === 0 && isSameTokens(tokens, NO_TOKENS)) return
      this.#rows.addLater({ ...bookedOf(stands, last.agent, nowMs, part, window), tokens })
      return
    }
    const back = { ...last, tokens: subtractTokens(NO_TOKENS, counted), part, window, atMs: nowMs }
    this.#rows.addLater(back)
    this.#rows.addLater(bookedOf(stands, last.agent, nowMs, part + 1, window))
  }

  #isNews(windows: readonly TokenWindow[]): boolean {
    return JSON.stringify(windows) !== this.#windows
  }

  #saveWindows(windows: readonly TokenWindow[]): void {
    if (!this.#isNews(windows)) return
    for (const window of windows) this.#rows.saveWindow(window)
    this.#windows = JSON.stringify(windows)
  }

  /** Not on disk yet when it returns. A power loss takes it whole: what was read, with how far, is read again. */
  #transactLazily(work: () => void): void {
    this.#database.exec('PRAGMA synchronous = NORMAL')
    try {
      this.#transact(work)
    } finally {
      this.#database.exec('PRAGMA synchronous = FULL')
    }
  }

  /** What was in memory of a transaction that failed is forgotten with it. */
  #transact(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      this.#rows.forget()
      this.#windows = ''
      throw error
    }
  }
}

/** Rows of one answer that came together, as one. */
function once({ uses, standing }: SourceRead): Iterable<Use> {
  const byId = new Map<string, Use>()
  for (const use of uses) {
    const before = byId.get(use.id)
    byId.set(use.id, before ? standingUse(standing, before, use) : use)
  }
  return byId.values()
}

function bookedOf(
  { id, model, tokens, odd }: Use,
  agent: string,
  atMs: number,
  part: number,
  window: number,
): Booked {
  const size = promptSize(promptOf(tokens))
  const promptUpTo = Number.isFinite(size) ? size : 0
  return { id: hash64(id), part, window, agent, model, atMs, promptUpTo, tokens, odd }
}

function isSame(one: Use, other: Use): boolean {
  return one.model === other.model && one.atMs === other.atMs && isSameTokens(one.tokens, other.tokens)
}

function isSameTokens(one: Use['tokens'], other: Use['tokens']): boolean {
  return (Object.keys(NO_TOKENS) as (keyof Use['tokens'])[]).every((part) => one[part] === other[part])
}
