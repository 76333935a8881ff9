import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readPrices } from '../../../src/config/price-file.ts'
import { fromLiteLlm, pricesToml } from '../../support/litellm-prices.ts'

const fixture = new URL('../../fixtures/prices/litellm.json', import.meta.url)
const shipped = readFileSync(new URL('../../../docs/prices.toml', import.meta.url), 'utf8')
const taken = fromLiteLlm(JSON.parse(readFileSync(fixture, 'utf8')))
const toml = pricesToml('source = "x"\ndate   = "x"\n\n[models]\n', 'LiteLLM', '2030-01-01', taken.prices)

test('what makers ask for chat models is taken over, sorted, in USD per million, with the tiers for long prompts', () => {
  expect(toml.split('\n')).toEqual([
    'source = "LiteLLM"',
    'date   = "2030-01-01"',
    '',
    '[models]',
    '"claude-aa-9" = { input = 3, output = 15, cache_read = 0.3, cache_write_5m = 3.75, cache_write_1h = 6, long = [{ above = 200_000, input = 6, output = 22.5, cache_read = 0.6, cache_write_5m = 7.5, cache_write_1h = 12 }] }',
    '"claude-bare-9" = { input = 0.25, output = 1.25, cache_read = 0.025, cache_write_5m = 0.3125, cache_write_1h = 0.5 }',
    '"gemini-9-pro" = { input = 2, output = 12, reasoning = 14, long = [{ above = 200_000, input = 4, output = 18 }] }',
    '"gpt-9" = { input = 1.25, output = 10, cache_read = 0.125 }',
    '"gpt-9-2029-02-03" = { input = 5, output = 15 }',
    '"qwen9-coder" = { input = 1, output = 5, cache_read = 0.1, long = [{ above = 32_000, input = 1.8, output = 9, cache_read = 0.18 }] }',
    '',
  ])
})

test('what was derived and what was left out is said', () => {
  expect([...taken.notes].sort()).toEqual([
    'claude-aa-9-20300101 above 200000: cache_creation_input_token_cost_above_1hr is derived, 2 times input',
    "claude-bare-9: an hour's cache write for 24 times input cannot be right",
    'claude-bare-9: cache_creation_input_token_cost is derived, 1.25 times input',
    'claude-bare-9: cache_creation_input_token_cost_above_1hr is derived, 2 times input',
    'claude-bare-9: cache_read_input_token_cost is derived, 0.1 times input',
    'grok-odd: has a price above 77000: add it to PROMPT_SIZES; left out',
    'moonshot/a-list: is no table of fields; left out',
    'no-output: has no price for input or output; left out',
    'text: input_cost_per_token is cheap; left out',
  ])
})

test('the refreshed file is read as it was written', () => {
  const read = readPrices(toml, 'prices.toml')
  expect(read.ok && read.prices).toEqual(taken.prices)
})

test('the prices of the package are as the refresh would write them, so that a refresh shows only what changed', () => {
  const read = readPrices(shipped, 'docs/prices.toml')
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const end = shipped.indexOf('[models]\n') + '[models]\n'.length
  const [, source = ''] = /^source = "(.*)"$/m.exec(shipped) ?? []
  const [, date = ''] = /^date {3}= "(.*)"$/m.exec(shipped) ?? []
  expect(source).not.toBe('')
  expect(date).toMatch(/^20\d\d-\d\d-\d\d$/)
  expect(pricesToml(shipped.slice(0, end), source, date, read.prices)).toBe(shipped)
})
