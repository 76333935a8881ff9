import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { TokenWindow } from '../model/ledger.ts'
import type { SourceRead } from '../model/source.ts'
import type { Tokens } from '../model/tokens.ts'

/** An answer as it was booked first (part 0), or what was booked of it later. */
export interface Booked {
  readonly id: bigint
  readonly part: number
  readonly window: number
  readonly agent: string
  readonly model: string
  readonly atMs: number
  /** 0: longer than every size. */
  readonly promptUpTo: number
  readonly tokens: Tokens
  readonly odd: boolean
}

/** What one transaction adds to a row of token_sums. */
interface Sum {
  readonly window: number
  readonly agent: string
  readonly model: string
  readonly promptUpTo: number
  /** The six parts, in the order of the columns. */
  readonly counts: number[]
  answers: number
  firstMs: number
  lastMs: number
}

/** The statements of the ledger. Sums are gathered and written once for each transaction. */
export class LedgerRows {
  readonly #statements: ReturnType<typeof prepare>
  readonly #sums = new Map<string, Sum>()
  #lastSum: Sum | null = null
  readonly #names = new Map<string, number>()

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database)
  }

  /** Adds an answer; false: it is there already, and nothing was done. */
  add(row: Booked): boolean {
    if (this.#statements.add.run(row.id, ...this.#valuesOf(row)).changes === 0) return false
    this.#count(row, 1)
    return true
  }

  /** All parts of an answer, in order. */
  find(id: bigint): Booked[] {
    return this.#statements.find.all(id).map((row) => bookedFrom(id, row))
  }

  addLater(row: Booked): void {
    this.#statements.later.run(row.id, row.part, ...this.#valuesOf(row))
    this.#count(row, 1)
  }

  replace(before: Booked, row: Booked): void {
    this.#statements.replace.run(row.id, ...this.#valuesOf(row))
    this.#count(before, -1)
    this.#count(row, 1)
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

  dropAnswersBefore(ms: number): void {
    this.#statements.drop.run(ms)
    this.#statements.dropLater.run(ms)
  }

  /** Writes the sums that changed. */
  flushSums(): void {
    for (const {
      window,
      agent,
      model,
      promptUpTo,
      counts,
      answers,
      firstMs,
      lastMs,
    } of this.#sums.values()) {
      this.#statements.sum.run(window, agent, model, promptUpTo, ...counts, answers, firstMs, lastMs)
    }
    this.#forgetSums()
  }

  /** Forgets what a transaction that failed had brought. */
  forget(): void {
    this.#forgetSums()
    this.#names.clear()
  }

  #forgetSums(): void {
    this.#sums.clear()
    this.#lastSum = null
  }

  #count(row: Booked, times: 1 | -1): void {
    const sum = this.#sumFor(row)
    countsOf(row.tokens).forEach((count, part) => {
      sum.counts[part] = (sum.counts[part] ?? 0) + times * count
    })
    if (row.part === 0) sum.answers += times
    sum.firstMs = Math.min(sum.firstMs, row.atMs)
    sum.lastMs = Math.max(sum.lastMs, row.atMs)
  }

  /** Mostly that of the row before. */
  #sumFor({ window, agent, model, promptUpTo, atMs }: Booked): Sum {
    const last = this.#lastSum
    if (
      last?.window === window &&
      last.agent === agent &&
      last.model === model &&
      last.promptUpTo === promptUpTo
    )
      return last
    const key = [window, agent, model, promptUpTo].join('\u0000')
    const made = { window, agent, model, promptUpTo, counts: [], answers: 0, firstMs: atMs, lastMs: atMs }
    const sum = this.#sums.get(key) ?? made
    this.#sums.set(key, sum)
    this.#lastSum = sum
    return sum
  }

  #valuesOf({ window, agent, model, atMs, promptUpTo, tokens, odd }: Booked): number[] {
    const names = [this.#nameOf(agent), this.#nameOf(model)]
    return [window, ...names, Math.round(atMs), promptUpTo, ...countsOf(tokens), odd ? 1 : 0]
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

const COLUMNS =
  'window, agent, model, at_ms, prompt_up_to, input, output, reasoning, cache_read, write_5m, write_1h, odd'

function prepare(database: DatabaseSync) {
  const places = Array(12).fill('?').join(', ')
  return {
    add: database.prepare(
      `INSERT INTO token_answers (id, ${COLUMNS}) VALUES (?, ${places}) ON CONFLICT (id) DO NOTHING`,
    ),
    find: database.prepare(`SELECT part, ${COLUMNS} FROM token_uses WHERE id = ? ORDER BY part`),
    later: database.prepare(`INSERT INTO token_later (id, part, ${COLUMNS}) VALUES (?, ?, ${places})`),
    replace: database.prepare(`INSERT OR REPLACE INTO token_answers (id, ${COLUMNS}) VALUES (?, ${places})`),
    addName: database.prepare('INSERT OR IGNORE INTO token_names (name) VALUES (?)'),
    name: database.prepare('SELECT id FROM token_names WHERE name = ?'),
    source: database.prepare(
      `INSERT INTO token_sources (source, agent, position, bad, read_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (source) DO UPDATE SET agent = excluded.agent, position = excluded.position,
         bad = bad + excluded.bad, read_ms = excluded.read_ms`,
    ),
    window: database.prepare(
      `INSERT INTO token_windows (id, phase, label, started_ms, claimed_ms, ended_ms, recorded)
       VALUES (?, ?, ?, ?, ?, ?, 0)
       ON CONFLICT (id) DO UPDATE SET label = excluded.label, claimed_ms = excluded.claimed_ms,
         ended_ms = excluded.ended_ms`,
    ),
    close: database.prepare('UPDATE token_windows SET recorded = 1 WHERE id = ?'),
    lastRecord: database.prepare('SELECT max(number) AS number FROM token_records'),
    record: database.prepare('INSERT INTO token_records (number, body, written) VALUES (?, ?, 0)'),
    unwritten: database.prepare('SELECT number, body FROM token_records WHERE written = 0 ORDER BY number'),
    written: database.prepare('UPDATE token_records SET written = 1 WHERE number <= ? AND written = 0'),
    newest: database.prepare('SELECT max(at_ms) AS at_ms FROM token_answers'),
    drop: database.prepare('DELETE FROM token_answers WHERE at_ms < ?'),
    dropLater: database.prepare('DELETE FROM token_later WHERE at_ms < ?'),
    sum: database.prepare(
      `INSERT INTO token_sums (window, agent, model, prompt_up_to, input, output, reasoning, cache_read, write_5m,
         write_1h, answers, first_ms, last_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (window, agent, model, prompt_up_to) DO UPDATE SET
         input = input + excluded.input, output = output + excluded.output,
         reasoning = reasoning + excluded.reasoning, cache_read = cache_read + excluded.cache_read,
         write_5m = write_5m + excluded.write_5m, write_1h = write_1h + excluded.write_1h,
         answers = answers + excluded.answers, first_ms = min(first_ms, excluded.first_ms),
         last_ms = max(last_ms, excluded.last_ms)`,
    ),
  }
}

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

/** The six parts from a row that has them as columns. */
export function tokensFrom(row: Record<string, SQLOutputValue>): Tokens {
  return {
    input: Number(row.input),
    output: Number(row.output),
    reasoning: Number(row.reasoning),
    cacheRead: Number(row.cache_read),
    cacheWrite5m: Number(row.write_5m),
    cacheWrite1h: Number(row.write_1h),
  }
}
