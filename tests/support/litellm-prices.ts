import { PROMPT_SIZES } from '../../src/model/ledger.ts'
import type { LongPrice, PartPrices, Price } from '../../src/model/price.ts'

/** What is taken over from LiteLLM's table, and what a person should know of it. */
export interface Taken {
  readonly prices: ReadonlyMap<string, Price>
  readonly notes: readonly string[]
}

/** Makers and their own servers; the prices of resellers are left out. */
const PROVIDERS = [
  ...[
    'anthropic',
    'openai',
    'gemini',
    'xai',
    'deepseek',
    'moonshot',
    'zai',
    'dashscope',
    'mistral',
    'minimax',
  ],
]
const MODES = ['chat', 'responses']
const DATE = /(?:-\d{8}|-\d{4}-\d{2}-\d{2})$/

/** Fields of LiteLLM, USD per token. */
const FIELDS = {
  input: 'input_cost_per_token',
  output: 'output_cost_per_token',
  reasoning: 'output_cost_per_reasoning_token',
  cacheRead: 'cache_read_input_token_cost',
  cacheWrite5m: 'cache_creation_input_token_cost',
  cacheWrite1h: 'cache_creation_input_token_cost_above_1hr',
} as const
type Part = keyof typeof FIELDS
type Parts = Partial<Record<Part, number>>

/** Anthropic's usual shares of `input` (agent-CLI price pages, 2026-11): used only where LiteLLM has no field. */
const ANTHROPIC_SHARES = { cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2 } as const
/** No maker asks less for an hour's write than for the prompt itself, or four times as much; LiteLLM has some such fields. */
const LIKELY_HOUR_SHARES = { from: 1, to: 4 }

type Entry = Readonly<Record<string, unknown>>

/** Reads LiteLLM's `model_prices_and_context_window.json`. Broken entries are left out with a note. */
export function fromLiteLlm(table: Readonly<Record<string, unknown>>): Taken {
  const notes: string[] = []
  const prices = new Map<string, Price>()
  for (const [key, entry] of Object.entries(table)) {
    if (key === 'sample_spec') continue
    if (!isEntry(entry)) notes.push(`${key}: is no table of fields; left out`)
    else if (isWanted(key, entry)) takeOver(nameOf(key), entry, prices, notes)
  }
  return { prices: undatedWherePossible(prices), notes }
}

function isWanted(key: string, entry: Entry): boolean {
  const { litellm_provider: provider, mode } = entry
  return (
    PROVIDERS.includes(String(provider)) &&
    MODES.includes(String(mode)) &&
    !/^ft:|\/.*\//.test(key) &&
    (!key.includes('/') || key.startsWith(`${provider}/`))
  )
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}

function takeOver(name: string, entry: Entry, prices: Map<string, Price>, notes: string[]): void {
  try {
    prices.set(name, priceIn(name, entry, notes))
  } catch (error) {
    if (!(error instanceof BrokenEntry)) throw error
    notes.push(`${name}: ${error.message}; left out`)
  }
}

class BrokenEntry extends Error {}

function priceIn(name: string, entry: Entry, notes: string[]): Price {
  const tiers = tieredIn(entry)
  const first = completed(name, tiers.get(0) ?? partsIn(entry, ''), entry, notes)
  const { input, output } = first
  if (input === undefined || output === undefined) throw new BrokenEntry('has no price for input or output')
  const above = [...new Set([...sizesIn(entry), ...tiers.keys()])].filter((size) => size > 0)
  const long = above
    .sort((a, b) => a - b)
    .map((size): LongPrice => {
      if (!PROMPT_SIZES.includes(size))
        throw new BrokenEntry(`has a price above ${size}: add it to PROMPT_SIZES`)
      const parts = tiers.get(size) ?? partsIn(entry, `_above_${size / 1000}k_tokens`)
      return { above: size, ...completed(`${name} above ${size}`, parts, entry, notes) }
    })
  return { ...NOTHING_ELSE, ...first, input, output, long }
}

const NOTHING_ELSE = { reasoning: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null }

/** USD per million, of the fields with that ending. */
function partsIn(entry: Entry, ending: string): Parts {
  const parts: Parts = {}
  for (const [part, field] of Object.entries(FIELDS) as [Part, string][]) {
    const usd = entry[`${field}${ending}`]
    if (usd === undefined || usd === null) continue
    if (typeof usd !== 'number' || !(usd >= 0 && usd < 0.1))
      throw new BrokenEntry(`${field}${ending} is ${usd}`)
    parts[part] = Math.round(usd * 1e12) / 1e6
  }
  if (parts.reasoning === parts.output) delete parts.reasoning
  return parts
}

/** `tiered_pricing`: a list of prices with the range of prompt lengths that each is for; by where the range begins. */
function tieredIn(entry: Entry): Map<number, Parts> {
  const tiers = entry.tiered_pricing
  if (tiers === undefined) return new Map()
  if (!Array.isArray(tiers)) throw new BrokenEntry('tiered_pricing is no list')
  return new Map(
    tiers.map((tier) => {
      const from: unknown = isEntry(tier) && Array.isArray(tier.range) ? tier.range[0] : null
      if (!isEntry(tier) || typeof from !== 'number') throw new BrokenEntry('a tier has no range')
      return [from, partsIn(tier, '')]
    }),
  )
}

function sizesIn(entry: Entry): number[] {
  return Object.keys(entry).flatMap((field) => {
    const [, thousands] = /^(?:in|out)put_cost_per_token_above_(\d+)k_tokens$/.exec(field) ?? []
    return thousands === undefined ? [] : [Number(thousands) * 1000]
  })
}

/** For Anthropic, whose shares are known: what is missing, or cannot be right, is derived from the price of input. */
function completed(what: string, parts: Parts, entry: Entry, notes: string[]): Parts {
  const { input } = parts
  if (entry.litellm_provider !== 'anthropic' || input === undefined) return parts
  const whole: Parts = { ...parts }
  const hourShare = (parts.cacheWrite1h ?? 0) / input
  const isUnlikely = hourShare < LIKELY_HOUR_SHARES.from || hourShare > LIKELY_HOUR_SHARES.to
  if (parts.cacheWrite1h !== undefined && isUnlikely) {
    notes.push(`${what}: an hour's cache write for ${hourShare} times input cannot be right`)
    delete whole.cacheWrite1h
  }
  for (const [part, share] of Object.entries(ANTHROPIC_SHARES) as [Part, number][]) {
    if (whole[part] !== undefined) continue
    whole[part] = Math.round(input * share * 1e6) / 1e6
    notes.push(`${what}: ${FIELDS[part]} is derived, ${share} times input`)
  }
  return whole
}

/** One name for all dated versions that cost the same. */
function undatedWherePossible(prices: ReadonlyMap<string, Price>): Map<string, Price> {
  const byBase = Map.groupBy(prices.keys(), (name) => name.replace(DATE, ''))
  const kept = new Map<string, Price>()
  for (const [base, names] of byBase) {
    const texts = names.map((name) => lineOf('', prices.get(name) as Price))
    const plain = prices.get(base)
    const shared = plain ?? (new Set(texts).size === 1 ? prices.get(names[0] ?? '') : undefined)
    if (shared) kept.set(base, shared)
    for (const name of names) {
      const own = prices.get(name) as Price
      if (!shared || lineOf('', own) !== lineOf('', shared)) kept.set(name, own)
    }
  }
  return kept
}

/** A file of prices: what stands before its list, with another source and date, and the models in the order of their names. */
export function pricesToml(
  head: string,
  source: string,
  date: string,
  prices: ReadonlyMap<string, Price>,
): string {
  const dated = head
    .replace(/^source = .*$/m, () => `source = ${JSON.stringify(source)}`)
    .replace(/^date {3}= .*$/m, () => `date   = ${JSON.stringify(date)}`)
  const sorted = [...prices].sort(([one], [other]) => (one < other ? -1 : 1))
  return `${dated}${sorted.map(([name, price]) => lineOf(name, price)).join('\n')}\n`
}

function lineOf(name: string, { long, ...parts }: Price): string {
  const tiers = long.map(({ above, ...own }) => `{ above = ${grouped(above)}, ${keysOf(own)} }`)
  const more = tiers.length === 0 ? '' : `, long = [${tiers.join(', ')}]`
  return `${JSON.stringify(name)} = { ${keysOf(parts)}${more} }`
}

const KEYS: readonly (readonly [keyof PartPrices, string])[] = [
  ['input', 'input'],
  ['output', 'output'],
  ['reasoning', 'reasoning'],
  ['cacheRead', 'cache_read'],
  ['cacheWrite5m', 'cache_write_5m'],
  ['cacheWrite1h', 'cache_write_1h'],
]

function keysOf(parts: Partial<PartPrices>): string {
  return KEYS.flatMap(([part, key]) => {
    const usd = parts[part]
    return usd === undefined || usd === null ? [] : [`${key} = ${usd}`]
  }).join(', ')
}

/** 200_000, as people write it. */
function grouped(count: number): string {
  return String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, '_')
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
