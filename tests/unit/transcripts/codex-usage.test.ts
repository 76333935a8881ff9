import { expect, test } from 'vitest'
import { codexUsage } from '../../../src/transcripts/codex-usage.ts'
import { AT, counts, event, record, session, turn } from './codex-rows.ts'
import { jsonLines, piecesOf, readFile, readPieces, standingUses, sumOf, tokens } from './reading.ts'

test('a record is split into parts that do not overlap', () => {
  const row = record('r1', counts(1000, 300, 100, 50, 20))
  expect(readFile(codexUsage, jsonLines(session('t'), turn('u'), row)).uses).toEqual([
    {
      id: 't/r1',
      atMs: Date.parse(AT),
      model: 'gpt-5',
      tokens: tokens({ input: 600, cacheRead: 300, cacheWrite5m: 100, output: 30, reasoning: 20 }),
      odd: false,
    },
  ])
})

test('cached or reasoning tokens beyond the whole leave nothing, never less than nothing', () => {
  const [use] = readFile(codexUsage, jsonLines(record('r1', counts(10, 300, 100, 5, 20)))).uses
  expect(use?.tokens).toEqual(tokens({ cacheRead: 300, cacheWrite5m: 100, reasoning: 20 }))
})

test('a record that is written again counts once, as it was written last', () => {
  const uses = standingUses(codexUsage, jsonLines(record('r1', counts(9)), record('r1', counts(7))))
  expect(uses).toHaveLength(1)
  expect(sumOf(uses)).toBe(7)
})

test('the same response id in another thread is another response: small servers number from 1', () => {
  const one = jsonLines(record('resp_1', counts(5), 'one'))
  const other = jsonLines(record('resp_1', counts(7), 'other'))
  expect(sumOf(standingUses(codexUsage, one, other))).toBe(12)
})

test('records without a response id are told apart by the sum of their thread', () => {
  const rows = [5, 10, 10].map((sum) => record(undefined, counts(5), 't', counts(sum)))
  expect(standingUses(codexUsage, jsonLines(...rows))).toHaveLength(2)
  const bare = [counts(5), counts(5), counts(6)].map((usage) => record('', usage))
  expect(standingUses(codexUsage, jsonLines(...bare))).toHaveLength(2)
})

test('a record whose usage is no object is none, and events still count', () => {
  const text = jsonLines(session('t'), record('r1', null), event(counts(5), counts(5)))
  expect(sumOf(readFile(codexUsage, text).uses)).toBe(5)
})

test('after a record, events are the same told once more', () => {
  const text = jsonLines(
    session('t'),
    turn('u'),
    record('r1', counts(5)),
    event(counts(5), counts(5)),
    record('r2', counts(7)),
    event(counts(12), counts(7)),
  )
  expect(sumOf(readFile(codexUsage, text).uses)).toBe(12)
})

test('a thread that an older version began and a newer one goes on with counts from its begin', () => {
  const text = jsonLines(
    session('t'),
    turn('u'),
    event(counts(100), counts(100)),
    record('r1', counts(5), 't', counts(5)),
    event(counts(105), counts(5)),
  )
  expect(sumOf(standingUses(codexUsage, text))).toBe(105)
})

test('an event that is told again, or comes without info, is no use', () => {
  const text = jsonLines(
    session('t'),
    turn('u'),
    event(null),
    event(counts(5), counts(5)),
    event(counts(5), counts(5)),
    turn('v'),
    event(counts(5), counts(5)),
    event(counts(12), counts(7)),
  )
  expect(readFile(codexUsage, text).uses.map((use) => use.tokens.input)).toEqual([5, 7])
})

test('the estimate after a compaction is no use: its total is unchanged', () => {
  const estimate = { ...counts(0), total_tokens: 5742 }
  const text = jsonLines(session('t'), turn('u'), event(counts(5), counts(5)), event(counts(5), estimate))
  expect(readFile(codexUsage, text).uses).toHaveLength(1)
})

test('without the newest usage it is the growth of the total', () => {
  const text = jsonLines(
    session('t'),
    event(counts(100, 40, 0, 10, 5)),
    event(counts(250, 100, 0, 30, 10)),
    event(counts(250, 100, 0, 30, 10)),
  )
  expect(readFile(codexUsage, text).uses.map((use) => use.tokens)).toEqual([
    tokens({ input: 60, cacheRead: 40, output: 5, reasoning: 5 }),
    tokens({ input: 90, cacheRead: 60, output: 15, reasoning: 5 }),
  ])
})

test('the newest usage stands where the total grew by more: a fork goes on from the sum of its past', () => {
  const text = jsonLines(
    session('t'),
    turn('u'),
    event(counts(105), counts(5)),
    event(counts(112), counts(7)),
  )
  expect(readFile(codexUsage, text).uses.map((use) => use.tokens.input)).toEqual([5, 7])
})

test('a total that fell began again at zero', () => {
  const text = jsonLines(session('t'), event(counts(100)), event(counts(30)), event(counts(70)))
  expect(readFile(codexUsage, text).uses.map((use) => use.tokens.input)).toEqual([100, 30, 40])
})

test('without a total the newest usage counts, the same one in a turn once', () => {
  const text = jsonLines(
    session('t'),
    turn('u'),
    event(undefined, counts(5)),
    { ...event(undefined, counts(5)), timestamp: '2026-11-22T09:00:00.000Z' },
    turn('v'),
    event(undefined, counts(5)),
    turn(),
    event(undefined, counts(5)),
    event(undefined, undefined),
  )
  expect(sumOf(standingUses(codexUsage, text))).toBe(15)
})

test('a fork that copies the past with new times counts it once, on the day on which it was', () => {
  const past = [turn('u'), event(counts(5), counts(5)), turn('v'), event(counts(12), counts(7))]
  const parent = jsonLines(session('one'), ...past, turn('w'), event(counts(20), counts(8)))
  const copied = [session('two', 'one'), session('one'), ...past].map((row) => ({
    ...row,
    timestamp: '2026-11-22T09:00:00.000Z',
  }))
  const fork = jsonLines(...copied, turn('x'), event(counts(20), counts(8)))
  for (const files of [
    [parent, fork],
    [fork, parent],
  ]) {
    const uses = standingUses(codexUsage, ...files)
    expect(sumOf(uses)).toBe(5 + 7 + 8 + 8)
    expect(uses.every((use) => use.atMs === Date.parse(AT))).toBe(true)
  }
})

test('a fork of a fork from before there were turn ids counts the past once', () => {
  const past = [turn(), event(counts(5), counts(5))]
  const later = [event(counts(12), counts(7))]
  const one = jsonLines(session('one'), ...past)
  const two = jsonLines(session('two', 'one'), session('one'), ...past, ...later)
  const three = jsonLines(session('three', 'two'), session('two', 'one'), session('one'), ...past, ...later)
  expect(sumOf(standingUses(codexUsage, three, two, one))).toBe(12)
})

test('a fork that names its origin but does not copy its row counts the past once', () => {
  const past = [turn(), event(counts(5), counts(5))]
  const one = jsonLines(session('one'), ...past)
  const two = jsonLines(session('two', 'one'), ...past, event(counts(12), counts(7)))
  expect(sumOf(standingUses(codexUsage, one, two))).toBe(12)
})

test('two sessions with the same counts are two sessions', () => {
  const one = jsonLines(session('one'), turn(), event(counts(5), counts(5)))
  const two = jsonLines(session('two'), turn(), event(counts(5), counts(5)))
  expect(sumOf(standingUses(codexUsage, one, two))).toBe(10)
})

test('the model is that of the newest turn that names one', () => {
  const text = jsonLines(
    record('r0', counts(1)),
    turn('u'),
    record('r1', counts(1)),
    { ...turn('v'), payload: { turn_id: 'v', model: 'gpt-6' } },
    record('r2', counts(1)),
    { ...turn('w'), payload: { turn_id: 'w', model: null } },
    record('r3', counts(1)),
  )
  const models = readFile(codexUsage, text).uses.map((use) => use.model)
  expect(models).toEqual(['', 'gpt-5', 'gpt-6', 'gpt-6'])
})

test('odd counts are kept at 0 or as digits and marked', () => {
  const usage = {
    input_tokens: '120',
    cached_input_tokens: -4,
    output_tokens: 1.5,
    reasoning_output_tokens: null,
  }
  const [use] = readFile(codexUsage, jsonLines(record('r1', usage))).uses
  expect(use).toMatchObject({ tokens: tokens({ input: 120 }), odd: true })
  const [growth] = readFile(codexUsage, jsonLines(event({ ...counts(3), output_tokens: 'many' }))).uses
  expect(growth).toMatchObject({ tokens: tokens({ input: 3 }), odd: true })
})

test('usage inside of tools and texts is none', () => {
  const decoys = [
    {
      timestamp: AT,
      type: 'response_item',
      payload: { type: 'message', text: jsonLines(record('r', counts(9))) },
    },
    {
      timestamp: AT,
      type: 'compacted',
      payload: { latest_token_usage_record: record('r', counts(9)).payload },
    },
    {
      timestamp: AT,
      type: 'event_msg',
      payload: {
        type: 'item_completed',
        item: { type: 'token_count' },
        info: { last_token_usage: counts(9) },
      },
    },
    {
      timestamp: AT,
      type: 'response_item',
      payload: { type: 'token_count', info: { last_token_usage: counts(9) } },
    },
    { timestamp: AT, type: 'token_usage_record', payload: null },
    ['token_count'],
  ]
  expect(readFile(codexUsage, jsonLines(...decoys)).uses).toEqual([])
})

test('blanks, other key order and line ends of another system are the same record', () => {
  const { payload } = record('r1', counts(5))
  const text = JSON.stringify({ payload, type: 'token_usage_record', timestamp: AT }, null, 1)
  const line = `${text.replaceAll('\n', ' ')}\r\n`
  expect(readFile(codexUsage, line)).toEqual(readFile(codexUsage, jsonLines(record('r1', counts(5)))))
})

test('a record glued to one that a crash cut off counts, and the line is bad', () => {
  const cut = JSON.stringify(record('r1', counts(5))).slice(0, -9)
  const text = jsonLines(session('t')) + cut + jsonLines(record('r2', counts(7)), record('r3', counts(8)))
  const { uses, bad } = readFile(codexUsage, text)
  expect(uses.map((use) => use.id)).toEqual(['t/r2', 't/r3'])
  expect(bad).toBe(1)
})

test('two records in one line are two', () => {
  const text = jsonLines(record('r1', counts(5))).trimEnd() + jsonLines(record('r2', counts(7)))
  expect(readFile(codexUsage, text)).toMatchObject({ uses: [{ id: 't/r1' }, { id: 't/r2' }], bad: 0 })
})

test('a time without a zone, or none, is left to the reader of the clock', () => {
  const rows = ['2026-11-21T05:20:12', 5, undefined].map((timestamp) => ({
    ...record('r1', counts(5)),
    timestamp,
  }))
  expect(readFile(codexUsage, jsonLines(...rows)).uses.map((use) => use.atMs)).toEqual([null, null, null])
})

test('in pieces, cut anywhere, it is the same as in one go', () => {
  const text = jsonLines(
    session('two', 'one'),
    session('one'),
    turn(),
    event(null),
    event(counts(5), counts(5)),
    turn('u'),
    event(counts(5), counts(5)),
    event(counts(12)),
    event(counts(3)),
    { type: 'response_item', payload: {} },
    record('r1', counts(8)),
    event(counts(20), counts(8)),
    record('r2', counts(9)),
  )
  const whole = readFile(codexUsage, text)
  expect(whole.uses).toHaveLength(5)
  for (const pieces of piecesOf(text)) expect(readPieces(codexUsage, pieces)).toEqual(whole)
})
