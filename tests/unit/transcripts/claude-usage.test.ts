import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Use } from '../../../src/model/use.ts'
import { ClaudeLine, UNUSUAL } from '../../../src/transcripts/claude-line.ts'
import { readClaudeRecord } from '../../../src/transcripts/claude-record.ts'
import { claudeUsage } from '../../../src/transcripts/claude-usage.ts'
import { readRecords } from '../../../src/transcripts/mended-lines.ts'
import { anyClaudeLine } from './any-claude-line.ts'

const USAGE = {
  input_tokens: 3,
  cache_creation_input_tokens: 700,
  cache_read_input_tokens: 20_000,
  cache_creation: { ephemeral_5m_input_tokens: 500, ephemeral_1h_input_tokens: 200 },
  output_tokens: 42,
  service_tier: 'standard',
}
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-opus-4-5',
  content: [],
  usage: USAGE,
}
const RECORD = {
  type: 'assistant',
  uuid: 'u-1',
  requestId: 'req_1',
  timestamp: '2026-03-01T12:00:00.250Z',
  message: MESSAGE,
}
const USE: Use = {
  id: 'msg_1',
  atMs: Date.UTC(2026, 2, 1, 12, 0, 0, 250),
  model: 'claude-opus-4-5',
  tokens: { input: 3, output: 42, reasoning: 0, cacheRead: 20_000, cacheWrite5m: 500, cacheWrite1h: 200 },
  odd: false,
}

test('an answer of the model is a use, with each kind of token in its part', () => {
  expect(read(RECORD)).toEqual([USE])
})

test('blanks and the order of keys do not matter', () => {
  const text = JSON.stringify(RECORD, null, 2).replaceAll('\n', ' ')
  const turned = JSON.stringify(reversed(RECORD))
  expect(readText(`${text}\n`)).toEqual([USE])
  expect(readText(`${turned}\n`)).toEqual([USE])
})

test('rows of one answer that follow each other are told as one use, as it stands', () => {
  const row = (output_tokens: number, seconds: number) => ({
    ...{ ...RECORD, timestamp: `2026-03-01T12:00:0${seconds}.000Z` },
    message: { ...MESSAGE, usage: { ...USAGE, output_tokens } },
  })
  const other = { ...RECORD, message: { ...MESSAGE, id: 'msg_other' } }
  const uses = read(row(1, 1), row(44, 3), row(7, 2), other, row(2, 4))
  expect(uses.map(({ id, tokens, atMs }) => [id, tokens.output, atMs])).toEqual([
    [USE.id, 44, Date.parse('2026-03-01T12:00:01.000Z')],
    ['msg_other', USE.tokens.output, USE.atMs],
    [USE.id, 2, Date.parse('2026-03-01T12:00:04.000Z')],
  ])
})

test('usage that is not of the message itself is no use', () => {
  expect(read({ type: 'progress', data: { message: RECORD } })).toEqual([])
  expect(read({ type: 'assistant', usage: USAGE, message: { id: 'a' } })).toEqual([])
  expect(read({ type: 'assistant', message: { content: [{ input: { usage: USAGE } }] } })).toEqual([])
  expect(read({ ...RECORD, message: { ...MESSAGE, usage: [1] } })).toEqual([])
  expect(read({ ...RECORD, message: [MESSAGE] })).toEqual([])
})

test('an error text of Claude Code itself is no use', () => {
  expect(read({ ...RECORD, message: { ...MESSAGE, model: '<synthetic>' } })).toEqual([])
})

test('behind a proxy that drops ids the request, then the record, then the line itself is the id', () => {
  const { id: _, ...anonymous } = MESSAGE
  expect(read({ ...RECORD, message: anonymous })[0]?.id).toBe('req_1')
  expect(read({ ...RECORD, message: { ...MESSAGE, id: '' }, requestId: 7 })[0]?.id).toBe('u-1')
  const bare = { message: anonymous }
  const [one, other, again] = read(bare, { message: { ...anonymous, role: 'other' } }, bare)
  expect(one?.id).toBe(again?.id)
  expect(one?.id).not.toBe(other?.id)
})

test('a cache write without a life counts as one of 5 minutes', () => {
  const flat = { input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 9 }
  const tokens = { ...USE.tokens, input: 1, output: 2, cacheRead: 0, cacheWrite5m: 9, cacheWrite1h: 0 }
  for (const lives of [{}, { cache_creation: {} }, { cache_creation: null }]) {
    expect(readUsage({ ...flat, ...lives })).toMatchObject({ tokens, odd: false })
  }
})

test('of cache writes that disagree the ones with a life count, and the record is marked', () => {
  const tokens = { cacheWrite5m: 500, cacheWrite1h: 200 }
  expect(readUsage({ ...USAGE, cache_creation_input_tokens: 701 })).toMatchObject({ tokens, odd: true })
  expect(readUsage({ ...USAGE, cache_creation_input_tokens: null })).toMatchObject({ tokens, odd: false })
})

test('a count that is none is 0, digits in a string are counted, and both are marked', () => {
  for (const wrong of [-3, 1.5, 1e13, 'many', {}, true]) {
    expect(readUsage({ ...USAGE, input_tokens: wrong })).toMatchObject({ tokens: { input: 0 }, odd: true })
  }
  expect(readUsage({ ...USAGE, output_tokens: '42' })).toMatchObject({ tokens: { output: 42 }, odd: true })
  expect(readUsage({ ...USAGE, output_tokens: null })).toMatchObject({ tokens: { output: 0 }, odd: false })
})

test('a record without a time has none', () => {
  for (const timestamp of [undefined, null, 'yesterday', 5, '2026-03-01T12:00:00']) {
    expect(read({ ...RECORD, timestamp })[0]?.atMs).toBeNull()
  }
})

test('an hour or minute that no day has is no time', () => {
  const times = ['2026-03-01T12:00:00.250Z', '2026-03-01T25:00:00.250Z', '2026-03-01T12:60:00.250Z']
  const uses = times.flatMap((timestamp) => read({ ...RECORD, timestamp }))
  expect(uses.map(({ atMs }) => atMs)).toEqual([USE.atMs, null, null])
})

test('of a key that is there twice the last value counts, as everywhere in JSON', () => {
  const twice = JSON.stringify({ message: { id: 'other', model: 'other', usage: { input_tokens: 9 } } })
  const bare = JSON.stringify({ uuid: 'u-2', message: { usage: { output_tokens: 5 } } })
  const [use] = readText(`${twice.slice(0, -1)},${bare.slice(1)}\n`)
  expect(use).toMatchObject({ id: 'u-2', model: '', tokens: { input: 0, output: 5 } })
})

test('a record that is glued to a torn one is counted, and the line is bad', () => {
  const whole = JSON.stringify(RECORD)
  for (let cut = 1; cut < whole.length; cut += 1) {
    const reader = claudeUsage.reader()
    const uses: Use[] = []
    reader.read(Buffer.from(`${whole.slice(0, cut) + whole}\n`), (use) => uses.push(use))
    expect(uses, whole.slice(0, cut)).toEqual([USE])
    expect(reader.bad).toBe(1)
  }
})

test('two records in one line are two uses and no bad line', () => {
  const reader = claudeUsage.reader()
  const uses: Use[] = []
  const [one, other] = [RECORD, { ...RECORD, message: { ...MESSAGE, id: 'msg_2' } }].map((it) =>
    JSON.stringify(it),
  )
  reader.read(Buffer.from(`${one}${other}\n`), (use) => uses.push(use))
  expect(uses.map(({ id }) => id)).toEqual(['msg_1', 'msg_2'])
  expect(reader.bad).toBe(0)
})

test('the usual line is read from its bytes', () => {
  expect(new ClaudeLine().read(Buffer.from(`${JSON.stringify(RECORD)}\n`), 0)).toEqual(USE)
})

test('from bytes and in plain form every line is read alike, however it is written, cut, glued or bent', () => {
  const fast = new ClaudeLine()
  let usual = 0
  fc.assert(
    fc.property(anyClaudeLine(), (line) => {
      const use = fast.read(Buffer.concat([line, Buffer.from('\n')]), 0)
      if (use === UNUSUAL) return
      usual += 1
      const { records, hasRest } = readRecords(line)
      const [record] = records
      expect({ length: records.length, hasRest }).toEqual({ length: 1, hasRest: false })
      expect(use).toEqual(record && readClaudeRecord(record))
    }),
    { numRuns: 20_000 },
  )
  expect(usual).toBeGreaterThan(3_000)
})

function read(...records: readonly unknown[]): Use[] {
  return readText(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
}

function readUsage(usage: unknown): Use | undefined {
  return read({ ...RECORD, message: { ...MESSAGE, usage } })[0]
}

function readText(lines: string): Use[] {
  const uses: Use[] = []
  const reader = claudeUsage.reader()
  reader.read(Buffer.from(lines), (use) => uses.push(use))
  expect(reader.bad).toBe(0)
  return uses
}

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)])
      .reverse(),
  )
}
