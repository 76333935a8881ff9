import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Use } from '../../../src/model/use.ts'
import { openForWriting } from '../../../src/store/database.ts'
import { Ledger } from '../../../src/store/ledger.ts'
import { sumsOfWindows } from '../../../src/store/ledger-sums.ts'
import { NOON_MS } from '../../support/situation.ts'
import { aRead, aUse } from '../../support/uses.ts'

let folder: string
let database: DatabaseSync
let ledger: Ledger

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-filing-'))
  database = openForWriting(join(folder, 'state.db'))
  ledger = new Ledger(database)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const book = (uses: readonly Use[]) =>
  ledger.book([{ agent: 'builder', source: 'lines a', read: aRead(uses) }], [], () => 1, NOON_MS)
const sum = () => sumsOfWindows(database, [1])
const output = () => sum().reduce((total, { tokens }) => total + tokens.output, 0)
const answers = () => sum().reduce((total, row) => total + row.answers, 0)

describe('answers that are filed', () => {
  const filed = () => database.prepare('SELECT count(*) AS count FROM token_filed').get()?.count

  test('are known again, and grow where they stand', () => {
    book([aUse('a', { tokens: { output: 4 } }), aUse('b')])
    ledger.prune(NOON_MS)
    expect(filed()).toBe(2)
    book([aUse('a', { tokens: { output: 9 } }), aUse('b'), aUse('c')])
    expect([output(), answers()]).toEqual([29, 3])
  })

  test('are known to the next watchdog, as are those that are not filed yet', () => {
    book([aUse('a')])
    ledger.prune(NOON_MS)
    book([aUse('b')])
    ledger = new Ledger(database)
    book([aUse('a'), aUse('b', { tokens: { output: 11 } })])
    expect([output(), answers(), filed()]).toEqual([21, 2, 1])
  })

  test('are filed by themselves when they are very many, each once', () => {
    const uses = Array.from({ length: 130_000 }, (_, number) => aUse(`answer ${number}`))
    book(uses)
    book(uses.slice(-10))
    expect([answers(), filed()]).toEqual([130_000, 130_000])
  })

  test('are found by their time and by their id without going through all of them', () => {
    const plan = (where: string) =>
      database
        .prepare(`EXPLAIN QUERY PLAN SELECT output FROM token_uses WHERE ${where}`)
        .all()
        .map((row) => String(row.detail))
        .join()
    expect(plan('at_ms >= 7')).toContain('token_filed_by_time (at_ms>?)')
    expect(plan('id = 7')).toContain('token_filed_by_id (id=?)')
  })
})

describe('a record of layout 2', () => {
  test('keeps its answers, filed', () => {
    book([aUse('a', { tokens: { output: 4 } })])
    database.exec(`
      DROP VIEW token_uses;
      CREATE TABLE old (id INTEGER PRIMARY KEY, window, agent, model, at_ms, prompt_up_to, input, output, reasoning, cache_read,
        write_5m, write_1h, odd);
      INSERT INTO old SELECT * FROM token_answers;
      DROP TABLE token_answers; DROP TABLE token_filed;
      ALTER TABLE old RENAME TO token_answers;
      CREATE INDEX token_answers_by_time ON token_answers (at_ms);
      PRAGMA user_version = 2`)
    database.close()
    database = openForWriting(join(folder, 'state.db'))
    ledger = new Ledger(database)
    book([aUse('a', { tokens: { output: 9 } }), aUse('b')])
    expect([output(), answers()]).toEqual([19, 2])
    expect(database.prepare('SELECT sum(output) AS output FROM token_uses').get()?.output).toBe(19)
  })
})
