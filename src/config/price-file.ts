import * as v from 'valibot'
import { PROMPT_SIZES } from '../model/ledger.ts'
import type { PartPrices, Price } from '../model/price.ts'
import { key, need } from './keys.ts'
import { must, text } from './kinds.ts'
import { scanPositions } from './positions.ts'
import { locate, type Problem } from './problem.ts'
import { parseToml, readKeys } from './read-toml.ts'

/** More than any model costs a million tokens; a number above it is a slip of the pen. */
const MAX_USD = 100_000

const usd = v.pipe(
  v.number(),
  must<number>(`USD per million tokens, from 0 to ${MAX_USD}`, (value) => {
    if (!(value >= 0 && value <= MAX_USD)) return 'write for example 2.5'
    return isWholeMicro(value) ? null : 'write at most six decimals'
  }),
)

/** Six decimals are what costs are counted in (model/price.ts). */
function isWholeMicro(value: number): boolean {
  return Math.round(value * 1e6) / 1e6 === value
}

const size = v.pipe(
  v.number(),
  must<number>(`a length at which tokens are summed apart: ${PROMPT_SIZES.join(', ')}`, (value) =>
    PROMPT_SIZES.includes(value) ? null : 'use one of them',
  ),
)

const optionalParts = {
  reasoning: key(usd, 'Reasoning, where the CLI tells it apart.', 'as output'),
  cache_read: key(usd, 'Read from a cache.', 'as input'),
  cache_write_5m: key(usd, 'Written to a cache that lives 5 minutes.', 'as input'),
  cache_write_1h: key(usd, 'Written to a cache that lives an hour.', 'as cache_write_5m'),
}
const longPrice = v.object({
  above: need(size, 'Holds for prompts that are longer than this.'),
  input: key(usd, 'Prompt.', 'as in a short prompt'),
  output: key(usd, 'Answer.', 'as in a short prompt'),
  ...optionalParts,
})
const price = v.object({
  input: need(usd, 'Prompt, neither read from a cache nor written to one.'),
  output: need(usd, 'Answer.'),
  ...optionalParts,
  long: key(v.array(longPrice), 'Prices of answers to long prompts.'),
})

/** A file of prices as it is written. */
const priceFile = v.object({
  source: key(text, 'Where the prices are from.'),
  date: key(text, 'When they were looked up.'),
  models: need(v.record(text, price), 'Prices by model.'),
})

type PriceKeys = v.InferOutput<typeof price>
type LongKeys = v.InferOutput<typeof longPrice>

export type PricesRead =
  | { readonly ok: true; readonly prices: ReadonlyMap<string, Price> }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads the text of a file of prices, such as docs/prices.toml. Pure; never throws; all problems at once. */
export function readPrices(written: string, file: string): PricesRead {
  const toml = written.replace(/^\uFEFF/, '')
  const raw = parseToml(toml, file)
  if (!raw.ok) return raw
  const { complaints, draft } = readKeys(priceFile, raw.value)
  if (complaints.length > 0)
    return { ok: false, problems: locate(complaints, file, toml, scanPositions(toml)) }
  const { models } = draft as v.InferOutput<typeof priceFile>
  return { ok: true, prices: new Map(Object.entries(models).map(([name, keys]) => [name, priceOf(keys)])) }
}

function priceOf(keys: PriceKeys): Price {
  const { input, output } = keys
  const long = (keys.long ?? []).map((one) => ({ above: one.above, ...partsOf(one) }))
  return { ...NOTHING_ELSE, ...partsOf(keys), input, output, long: long.sort((a, b) => a.above - b.above) }
}

const NOTHING_ELSE = { reasoning: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null }

/** The parts of a price, as the file calls them and as the model does. */
const PARTS = [
  ['input', 'input'],
  ['output', 'output'],
  ['reasoning', 'reasoning'],
  ['cache_read', 'cacheRead'],
  ['cache_write_5m', 'cacheWrite5m'],
  ['cache_write_1h', 'cacheWrite1h'],
] as const

/** Only the parts that are written. */
function partsOf(keys: PriceKeys | LongKeys): Partial<PartPrices> {
  const written = PARTS.flatMap(([key, part]) => (keys[key] === undefined ? [] : [[part, keys[key]]]))
  return Object.fromEntries(written)
}
