import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RecordDraft } from '../../../src/model/decision.ts'
import type { LedgerRow, TokenWindow } from '../../../src/model/ledger.ts'
import type { Reading } from '../../../src/model/source.ts'
import { addTokens, NO_TOKENS, type Tokens, totalOf } from '../../../src/model/tokens.ts'
import { standingUse, type Use } from '../../../src/model/use.ts'
import { openForWriting } from '../../../src/store/database.ts'
import { Ledger } from '../../../src/store/ledger.ts'
import { sumsOfWindows } from '../../../src/store/ledger-sums.ts'
import { readAgentUse, readLedger, readUsedSince } from '../../../src/store/ledger-view.ts'
import { NOON_MS } from '../../support/situation.ts'
import { aRead, aUse } from '../../support/uses.ts'

let folder: string
let database: DatabaseSync
let ledger: Ledger

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-ledger-'))
  database = openForWriting(join(folder, 'state.db'))
  ledger = new Ledger(database)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

function aWindow(id: number, fields: Partial<TokenWindow> = {}): TokenWindow {
  return {
    ...{
      id,
      phase: 'core',
      label: null,
      startedMs: NOON_MS,
      claimedMs: null,
      endedMs: null,
      recorded: false,
    },
    ...fields,
  }
}

const WINDOWS = [aWindow(1), aWindow(2)]

function book(uses: readonly Use[], window = 1, fields: Partial<Reading['read']> = {}): void {
  ledger.book(
    [{ agent: 'builder', source: 'lines a', read: aRead(uses, fields) }],
    WINDOWS,
    () => window,
    NOON_MS,
  )
}

const rows = (...windows: number[]) => sumsOfWindows(database, windows)
const output = (...windows: number[]) => rows(...windows).reduce((sum, row) => sum + row.tokens.output, 0)
const answers = (...windows: number[]) => rows(...windows).reduce((sum, row) => sum + row.answers, 0)
const draft = (phaseId: string, windows: number[]): RecordDraft => ({
  ...{ phaseId, windows, startedMs: NOON_MS, endedMs: NOON_MS },
})
const compose = (one: RecordDraft, record: number, found: LedgerRow[]) => ({
  ...{ record, phaseId: one.phaseId, output: found.reduce((sum, row) => sum + row.tokens.output, 0) },
})

describe('booking', () => {
  test('an answer that is written again counts once, with its larger counts', () => {
    book([aUse('a', { tokens: { output: 1 } }), aUse('a', { tokens: { output: 7 } })])
    book([aUse('a', { tokens: { output: 12 } })])
    book([aUse('a', { tokens: { output: 3 } })])
    expect([output(1), answers(1)]).toEqual([12, 1])
  })

  test('an answer stays with the agent that told it first, when another one copies its past', () => {
    book([aUse('a')])
    const read = aRead([aUse('a')])
    ledger.book([{ agent: 'reviewer', source: 'lines b', read }], WINDOWS, () => 2, NOON_MS)
    expect(rows(1, 2).map((row) => [row.agent, row.tokens.output])).toEqual([['builder', 10]])
  })

  test('prompts of different length are kept apart, since models charge for them differently', () => {
    book([aUse('short', { tokens: { input: 120_000 } }), aUse('long', { tokens: { cacheRead: 900_000 } })])
    expect(rows(1).map((row) => row.promptUpTo)).toEqual([Number.POSITIVE_INFINITY, 128_000])
  })

  test('an answer whose prompt turns out longer moves to its length', () => {
    book([aUse('a', { tokens: { input: 1, output: 1 } })])
    book([aUse('a', { tokens: { input: 150_000, output: 2 } })])
    const kept = rows(1).filter((row) => row.answers > 0)
    expect(kept.map((row) => [row.promptUpTo, row.tokens.output])).toEqual([[200_000, 2]])
    expect(output(1)).toBe(2)
  })

  test('an answer that names no time counts when it is read', () => {
    book([aUse('a', { atMs: null })])
    expect(rows(1)[0]?.firstMs).toBe(NOON_MS)
  })

  test.each([false, true])(
    'an answer that streams over midnight belongs to its first day (read backwards: %s)',
    (backwards) => {
      const midnightMs = Date.parse('2026-11-21T00:00:00Z')
      const rows = [
        aUse('a', { atMs: midnightMs - 1000, tokens: { output: 1 } }),
        aUse('a', { atMs: midnightMs + 1000, tokens: { output: 7 } }),
      ]
      for (const row of backwards ? rows.reverse() : rows) book([row])
      const stored = database.prepare('SELECT at_ms, output FROM token_uses').all()
      expect(stored).toEqual([{ at_ms: midnightMs - 1000, output: 7 }])
    },
  )

  test('positions come back on the next start, each the newest', () => {
    book([aUse('a')], 1, { position: { offset: 10, state: { model: 'x' } } })
    book([], 1, { position: { offset: 20, state: { model: 'y' } } })
    expect(new Ledger(database).positions()).toEqual(
      new Map([['lines a', { agent: 'builder', position: { offset: 20, state: { model: 'y' } } }]]),
    )
  })

  test('when the disk refuses, neither counts nor position are changed', () => {
    book([aUse('a')])
    database.exec('PRAGMA query_only = 1')
    expect(() => book([aUse('b')], 1, { position: { offset: 99 } })).toThrow()
    database.exec('PRAGMA query_only = 0')
    expect([output(1), ledger.positions().get('lines a')?.position]).toEqual([10, { offset: 1 }])
    book([aUse('b')])
    expect([output(1), answers(1)]).toEqual([20, 2])
  })
})

describe('old answers', () => {
  const day = 24 * 3_600_000
  const kept = () =>
    database
      .prepare('SELECT model FROM token_uses ORDER BY model')
      .all()
      .map((row) => row.model)

  test('are dropped after 60 days, and their sums stay', () => {
    book([
      aUse('a', { model: 'old', atMs: NOON_MS - 61 * day }),
      aUse('b', { model: 'young', atMs: NOON_MS - 59 * day }),
      aUse('c', { model: 'now' }),
    ])
    ledger.prune(NOON_MS)
    expect([kept(), output(1), answers(1)]).toEqual([['now', 'young'], 30, 3])
  })

  test('stay when the clock is set ahead by ten years', () => {
    book([aUse('a', { model: 'now' })])
    ledger.prune(NOON_MS + 3650 * day)
    expect(kept()).toEqual(['now'])
  })
})

describe('a window that is recorded', () => {
  beforeEach(() => {
    book([aUse('a', { tokens: { output: 5 } })], 1)
    ledger.record([draft('core:parse', [1])], [aWindow(1)], compose)
  })

  test('stays as it was recorded: what comes late counts where work goes on', () => {
    const at = (_agent: string, atMs: number) => (atMs < NOON_MS ? 1 : 2)
    const late = aRead([aUse('late', { atMs: NOON_MS - 1000 })])
    ledger.book([{ agent: 'builder', source: 'lines a', read: late }], WINDOWS, at, NOON_MS)
    expect([output(1), output(2)]).toEqual([5, 10])
  })

  test('after the clock was set back, what comes counts behind all that was claimed', () => {
    const at = (_agent: string, atMs: number) => (atMs <= NOON_MS ? 1 : 2)
    const set = aRead([aUse('set back', { atMs: NOON_MS - 1000 })])
    ledger.book([{ agent: 'builder', source: 'lines a', read: set }], WINDOWS, at, NOON_MS - 500)
    expect([output(0), output(1), output(2)]).toEqual([0, 5, 10])
  })

  test('an answer that grows afterwards counts what it grew by, once', () => {
    book([aUse('a', { tokens: { output: 9 } })], 2)
    book([aUse('a', { tokens: { output: 9 } })], 2)
    book([aUse('a', { tokens: { output: 11 } })], 2)
    expect([output(1), output(2), answers(1, 2)]).toEqual([5, 6, 1])
  })

  test("an answer that turns out to be another model's changes sides", () => {
    book([aUse('a', { model: 'n', tokens: { output: 9 } })], 2)
    const byModel = rows(1, 2).map((row) => [row.model, row.tokens.output])
    expect(byModel).toEqual([
      ['m', 0],
      ['n', 9],
    ])
  })

  test('is recorded once, however often it is asked for, also after a restart', () => {
    ledger.record([draft('core:parse', [1])], [aWindow(1)], compose)
    new Ledger(database).record([draft('core:parse', [1])], [aWindow(1)], compose)
    const bodies = ledger.unwritten().map(({ number, body }) => [number, JSON.parse(body)])
    expect(bodies).toEqual([[1, { record: 1, phaseId: 'core:parse', output: 5 }]])
    ledger.written(1)
    expect(ledger.unwritten()).toEqual([])
  })
})

test('a record that the log would not take is not kept again together with the next ones', () => {
  book([aUse('a')], 1)
  book([aUse('b')], 2)
  ledger.record([draft('core:parse', [1])], [aWindow(1)], compose)
  const later = [draft('core:parse', [1]), draft('core:facts', [2]), draft('core', [1, 2])]
  ledger.record(later, WINDOWS, compose)
  const bodies = ledger.unwritten().map(({ body }) => JSON.parse(body))
  expect(bodies.map(({ record, phaseId, output }) => [record, phaseId, output])).toEqual([
    [1, 'core:parse', 10],
    [2, 'core:facts', 10],
    [3, 'core', 20],
  ])
})

test('sums of absurd counts, beyond what a number holds to the last digit, are still read', () => {
  const uses = Array.from({ length: 9100 }, (_, n) => aUse(`n${n}`, { tokens: { output: 1e12 } }))
  book(uses)
  expect([output(1), answers(1)]).toEqual([9.1e15, 9100])
  expect(readLedger(database)[0]?.tokens.output).toBe(9.1e15)
  expect(readAgentUse(database, 0).get('builder')).toEqual({ total: 9.1e15, recent: 9.1e15 })
  expect(readUsedSince(database, 0).builder?.output).toBe(9.1e15)
})

/** Output by model, without models that have none. */
function perModel(found: readonly { readonly model: string; readonly tokens: Tokens }[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const { model, tokens } of found) sums.set(model, (sums.get(model) ?? 0) + tokens.output)
  return [...sums].filter(([, output]) => output !== 0).sort()
}

test('whatever comes in whatever order, windows recorded at any time: every answer counts once, as it stands', {
  timeout: 60_000,
}, () => {
  database.exec('PRAGMA synchronous = OFF')
  const use = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    output: fc.nat(20),
    model: fc.constantFrom('m', 'n'),
  })
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ uses: fc.array(use, { maxLength: 4 }), window: fc.integer({ min: 1, max: 4 }) }),
    },
    { weight: 1, arbitrary: fc.record({ close: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 1, arbitrary: fc.constant({ isFiled: true }) },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.constantFrom('largest', 'last'), (steps, standing) => {
      database.exec(
        'DELETE FROM token_answers; DELETE FROM token_filed; DELETE FROM token_later; DELETE FROM token_sums; DELETE FROM token_records; DELETE FROM token_windows',
      )
      let one = new Ledger(database)
      const windows = [1, 2, 3, 4].map((id) => aWindow(id))
      const truth = new Map<string, Use>()
      for (const each of steps) {
        if ('isFiled' in each) one.prune(NOON_MS)
        else if ('close' in each)
          one.record([draft(`w${each.close}`, [each.close])], [aWindow(each.close)], compose)
        else {
          const uses = each.uses.map(({ id, output: tokens, model }) =>
            aUse(id, { model, tokens: { output: tokens } }),
          )
          for (const each of uses) truth.set(each.id, standingUse(standing, truth.get(each.id) ?? each, each))
          one.book(
            [{ agent: 'x', source: 's', read: aRead(uses, { standing }) }],
            windows,
            () => each.window,
            NOON_MS,
          )
        }
        one = new Ledger(database)
      }
      expect(perModel(rows(0, 1, 2, 3, 4))).toEqual(perModel([...truth.values()]))
      expect(answers(0, 1, 2, 3, 4)).toBe(truth.size)
      const sum = rows(0, 1, 2, 3, 4).reduce((all: Tokens, row) => addTokens(all, row.tokens), NO_TOKENS)
      const uses = database.prepare('SELECT coalesce(sum(output), 0) AS output FROM token_uses').get()
      expect(totalOf(sum)).toBe(uses?.output)
    }),
    { numRuns: 150 },
  )
})
