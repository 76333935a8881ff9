import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { ANSWER_COLUMNS } from './ledger-tables.ts'

/** So many answers go in with one statement: one by one takes half as long again. */
const AT_ONCE = 16

const COLUMNS = `id, ${ANSWER_COLUMNS}`
const COLUMN_COUNT = COLUMNS.split(',').length

/** New rows of `token_answers`, gathered: the last ones are in the table when they are flushed. */
export class AnswerInserts {
  readonly #one: StatementSync
  readonly #many: StatementSync
  readonly #values: (number | bigint)[] = []

  constructor(database: DatabaseSync) {
    const row = `(${Array(COLUMN_COUNT).fill('?').join(', ')})`
    const into = `INSERT INTO token_answers (${COLUMNS}) VALUES`
    this.#one = database.prepare(`${into} ${row}`)
    this.#many = database.prepare(`${into} ${Array(AT_ONCE).fill(row).join(', ')}`)
  }

  /** `values` in the order of ANSWER_COLUMNS. */
  add(id: bigint, values: readonly number[]): void {
    this.#values.push(id, ...values)
    if (this.#values.length < AT_ONCE * COLUMN_COUNT) return
    this.#many.run(...this.#values)
    this.forget()
  }

  flush(): void {
    for (let from = 0; from < this.#values.length; from += COLUMN_COUNT) {
      this.#one.run(...this.#values.slice(from, from + COLUMN_COUNT))
    }
    this.forget()
  }

  /** Forgets what a transaction that failed had brought. */
  forget(): void {
    this.#values.length = 0
  }
}
