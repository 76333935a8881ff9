import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { LedgerRow } from '../../../src/model/ledger.ts'
import type { Price } from '../../../src/model/price.ts'
import { composeRecord, type RecordParts } from '../../../src/model/token-record.ts'
import { NO_TOKENS, type Tokens } from '../../../src/model/tokens.ts'
import { breaches } from '../../support/json-schema.ts'

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../docs/token-log.schema.json', import.meta.url), 'utf8'),
)
const NOTHING_ELSE = { reasoning: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, long: [] }
const PRICES = [
  new Map<string, Price>([
    ['cheap', { ...NOTHING_ELSE, input: 0.1, output: 0.2 }],
    ['dear', { ...NOTHING_ELSE, input: 10, output: 50 }],
  ]),
]

function row(agent: string, model: string, tokens: Partial<Tokens>, answers = 1): LedgerRow {
  return {
    ...{ window: null, agent, model, promptUpTo: 128_000, answers, firstMs: 0, lastMs: 0 },
    tokens: { ...NO_TOKENS, ...tokens },
  }
}

function recordOf(rows: readonly LedgerRow[], parts: Partial<RecordParts> = {}) {
  const record = composeRecord({
    ...{ number: 1, phaseId: 'core:parser', prices: PRICES, rows, billingOf: () => 'subscription' },
    ...{ startedMs: Date.parse('2026-11-21T05:00:00Z'), endedMs: Date.parse('2026-11-21T05:01:30.5Z') },
    ...parts,
  })
  expect(breaches(JSON.parse(JSON.stringify(record)), SCHEMA)).toEqual([])
  return record
}

test('a record has the counts of each agent, of each model and of all, with what they cost', () => {
  const record = recordOf([
    row('readability', 'dear', { input: 1, output: 2 }),
    row(
      'builder',
      'cheap',
      { input: 10, output: 20, reasoning: 3, cacheRead: 4, cacheWrite5m: 5, cacheWrite1h: 6 },
      2,
    ),
    row('builder', 'dear', { output: 100 }),
  ])
  const rest = { reasoning: 3, cache_read: 4, cache_write_5m: 5, cache_write_1h: 6 }
  const none = { reasoning: 0, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0 }
  expect(record).toEqual({
    ...{ record: 1, phase_id: 'core:parser', duration_s: 90.5, billing: 'subscription' },
    ...{ started: '2026-11-21T05:00:00.000Z', ended: '2026-11-21T05:01:30.500Z' },
    agents: {
      builder: { input: 10, output: 120, ...rest, total: 148, answers: 3 },
      readability: { input: 1, output: 2, ...none, total: 3, answers: 1 },
    },
    total: { input: 11, output: 122, ...rest, total: 151, answers: 4 },
    models: {
      cheap: { input: 10, output: 20, ...rest, total: 48, answers: 2, cost_usd: 0.0000071 },
      dear: { input: 1, output: 102, ...none, total: 103, answers: 2, cost_usd: 0.00511 },
    },
    cost_usd: 0.0051171,
  })
  expect(Object.keys(record.agents)).toEqual(['builder', 'readability'])
})

test('one model without a price makes the whole cost unknown, and only that one of the models', () => {
  const { cost_usd, models } = recordOf([row('a', 'cheap', { input: 1 }), row('a', 'new', { input: 1 })])
  expect(cost_usd).toBeNull()
  expect(models.cheap?.cost_usd).toBe(1e-7)
  expect(models.new?.cost_usd).toBeNull()
})

test('a model that its CLI does not name is listed as unknown, and names of JavaScript are names', () => {
  expect(
    Object.keys(recordOf([row('a', '', { input: 1 }), row('a', '__proto__', { input: 1 })]).models),
  ).toEqual(['__proto__', 'unknown'])
})

test('the record tells how its agents are billed', () => {
  const rows = [row('a', 'cheap', { input: 1 }), row('b', 'cheap', { input: 1 })]
  expect(recordOf(rows, { billingOf: () => 'api' }).billing).toBe('api')
  expect(recordOf(rows, { billingOf: (agent) => (agent === 'a' ? 'api' : 'subscription') }).billing).toBe(
    'mixed',
  )
})

test('a window in which nothing was used is a record too', () => {
  expect(recordOf([])).toMatchObject({
    agents: {},
    models: {},
    cost_usd: 0,
    billing: null,
    total: { total: 0 },
  })
})

test('a record that only takes back what an earlier one counted too much is a record', () => {
  const back = recordOf([row('a', 'cheap', { output: -3 })])
  expect(breaches(JSON.parse(JSON.stringify(back)), SCHEMA)).toEqual([])
})

test('the schema refuses what is no record', () => {
  const good = JSON.parse(JSON.stringify(recordOf([row('a', 'cheap', { input: 1 })])))
  const { total: _, ...bad } = {
    ...good,
    record: 0,
    started: 'today',
    more: 1,
    billing: 'flat',
    duration_s: '1',
  }
  expect(breaches(bad, SCHEMA).length).toBe(6)
  expect(
    breaches({ ...good, agents: { a: { ...good.agents.a, input: 0.5, answers: -1 } } }, SCHEMA).length,
  ).toBe(2)
})
