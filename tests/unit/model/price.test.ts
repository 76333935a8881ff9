import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PROMPT_SIZES, promptSize } from '../../../src/model/ledger.ts'
import { modelNames } from '../../../src/model/model-name.ts'
import { costOf, type Price, priceOf, usdOf } from '../../../src/model/price.ts'
import { addTokens, NO_TOKENS, type Tokens } from '../../../src/model/tokens.ts'

const FULL: Price = {
  ...{ input: 3, output: 15, reasoning: 20, cacheRead: 0.3, cacheWrite5m: 3.75, cacheWrite1h: 6 },
  long: [
    { above: 32_000, input: 4 },
    { above: 200_000, input: 6, output: 22.5, cacheRead: 0.6 },
  ],
}
const PLAIN: Price = {
  ...{ input: 3, output: 15, reasoning: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null },
  long: [],
}
const MILLION = 1_000_000

function usd(tokens: Partial<Tokens>, price: Price, promptUpTo = 32_000): number {
  return usdOf(costOf({ ...NO_TOKENS, ...tokens }, promptUpTo, price))
}

test('each part of the tokens has its price', () => {
  const parts: [keyof Tokens, number][] = [
    ...([
      ['input', 3],
      ['output', 15],
      ['reasoning', 20],
    ] as [keyof Tokens, number][]),
    ...([
      ['cacheRead', 0.3],
      ['cacheWrite5m', 3.75],
      ['cacheWrite1h', 6],
    ] as [keyof Tokens, number][]),
  ]
  for (const [part, price] of parts) expect(usd({ [part]: MILLION }, FULL)).toBe(price)
})

test('where nothing else is asked, reasoning costs as output and caches cost as input', () => {
  expect(usd({ reasoning: MILLION }, PLAIN)).toBe(15)
  for (const part of ['cacheRead', 'cacheWrite5m', 'cacheWrite1h'])
    expect(usd({ [part]: MILLION }, PLAIN)).toBe(3)
  expect(usd({ cacheWrite1h: MILLION }, { ...PLAIN, cacheWrite5m: 4 })).toBe(4)
})

test('a prompt of exactly the size where prices change has the lower ones', () => {
  const one = { input: MILLION }
  expect(usd(one, FULL, promptSize(32_000))).toBe(3)
  expect(usd(one, FULL, promptSize(32_001))).toBe(4)
  expect(usd(one, FULL, promptSize(200_000))).toBe(4)
  expect(usd(one, FULL, promptSize(200_001))).toBe(6)
  expect(usd(one, FULL, promptSize(2_000_000))).toBe(6)
})

test('a long prompt changes the price of the answer, and what is not named keeps its own', () => {
  expect(usd({ output: MILLION }, FULL, 256_000)).toBe(22.5)
  expect(usd({ cacheRead: MILLION }, FULL, 256_000)).toBe(0.6)
  expect(usd({ cacheWrite1h: MILLION }, FULL, 256_000)).toBe(6)
  expect(usd({ output: MILLION }, FULL, 100_000)).toBe(15)
})

test('a sum of costs is the cost of the sum, to the last digit, however the tokens are divided', () => {
  const count = fc.integer({ min: 0, max: 1e12 })
  const tokens = fc.record({
    ...{ input: count, output: count, reasoning: count },
    ...{ cacheRead: count, cacheWrite5m: count, cacheWrite1h: count },
  })
  const price = { ...FULL, input: 0.1, output: 0.3, cacheRead: 0.000001 }
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 20 }), fc.constantFrom(...PROMPT_SIZES), (all, size) => {
      const apart = all.reduce((sum, one) => sum + costOf(one, size, price), 0n)
      expect(apart).toBe(costOf(all.reduce(addTokens, NO_TOKENS), size, price))
    }),
  )
})

test('ten times a tenth of a dollar is a dollar', () => {
  const tenth = costOf({ ...NO_TOKENS, input: MILLION }, 32_000, { ...PLAIN, input: 0.1 })
  expect(usdOf(tenth * 10n)).toBe(1)
})

const table = [
  new Map(
    ['claude-sonnet-4-6', 'claude-opus-4-5', 'gpt-5', 'gpt-5.4', 'kimi-k2.5'].map((name) => [name, PLAIN]),
  ),
]

test.each([
  'claude-sonnet-4-6',
  'claude-sonnet-4-6-20260201',
  'claude-sonnet-4-6@20260201',
  'claude-sonnet-4-6@default',
  'claude-sonnet-4.6',
  'claude-sonnet-4-6[1m]',
  'anthropic/claude-sonnet-4-6',
  'vertex_ai/claude-sonnet-4-6@20260201',
  'bedrock/eu.anthropic.claude-sonnet-4-6-20260201-v1:0',
  'us.anthropic.claude-opus-4-5-20251101-v1:0',
  'anthropic.claude-sonnet-4-6-v1',
  'openrouter/anthropic/claude-sonnet-4.6',
  'github-copilot/claude-opus-4.5',
  'openai/gpt-5',
  'gpt-5-2025-08-07',
  'openrouter/moonshotai/kimi-k2.5',
])('%s has a price', (model) => {
  expect(priceOf(table, model)).toBe(PLAIN)
})

test.each([
  '',
  'claude-sonnet-4-7',
  'claude-sonnet-4',
  'gpt-5-mini',
  'gpt-5.4-pro',
  'gpt-5-v2',
  'gpt-5:free',
  'openrouter/openai/gpt-5:batch',
  'claude',
  'constructor',
  '__proto__',
  'somebody/gpt-5',
])('%s has none, rather than that of a relative', (model) => {
  expect(priceOf(table, model)).toBeNull()
})

test('the most exact name counts, and the user before the package', () => {
  const dear = { ...PLAIN, input: 100 }
  const dated = new Map([
    ['gpt-5-2025-08-07', dear],
    ['gpt-5', PLAIN],
  ])
  expect(priceOf([dated], 'gpt-5-2025-08-07')).toBe(dear)
  expect(priceOf([dated], 'gpt-5-2025-12-12')).toBe(PLAIN)
  const own = new Map([['openrouter/gpt-5', dear]])
  expect(priceOf([own, ...table], 'openrouter/gpt-5')).toBe(dear)
  expect(priceOf([own, ...table], 'gpt-5')).toBe(PLAIN)
  expect(priceOf([new Map([['gpt-5', dear]]), dated], 'gpt-5-2025-08-07')).toBe(dear)
})

test('any text is a name that can be looked up', () => {
  fc.assert(fc.property(fc.string(), (text) => modelNames(text)[0] === text))
})
