import { modelNames } from './model-name.ts'
import type { Tokens } from './tokens.ts'

/** What a model's tokens cost, in USD per million, with at most six decimals. */
export interface PartPrices {
  readonly input: number
  readonly output: number
  /** null: as `output`. */
  readonly reasoning: number | null
  /** null: as `input`, since nothing else is asked for it. */
  readonly cacheRead: number | null
  /** null: as `input`. */
  readonly cacheWrite5m: number | null
  /** null: as `cacheWrite5m`. */
  readonly cacheWrite1h: number | null
}

export interface Price extends PartPrices {
  /** From the smallest on. */
  readonly long: readonly LongPrice[]
}

/** Prices of all tokens of an answer whose prompt is longer than `above`; what is missing costs as in a short one. */
export interface LongPrice extends Partial<PartPrices> {
  /** One of PROMPT_SIZES. */
  readonly above: number
}

/** Prices by model. The first list that knows a model counts: the user's stands before that of the package. */
export type PriceTable = readonly ReadonlyMap<string, Price>[]

/** The price of a model as its CLI names it; null: not known, which is not the same as free. */
export function priceOf(table: PriceTable, model: string): Price | null {
  const names = modelNames(model)
  for (const prices of table) {
    const name = names.find((one) => prices.has(one))
    if (name !== undefined) return prices.get(name) ?? null
  }
  return null
}

/**
 * What these tokens cost, in millionths of a millionth of a USD: whole numbers, so that sums are the same in whatever
 * order they are made. `promptUpTo` is the size of their prompts as in a LedgerRow.
 */
export function costOf(tokens: Tokens, promptUpTo: number, price: Price): bigint {
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = pricesAt(price, promptUpTo)
  const write = cacheWrite5m ?? input
  return (
    cost(tokens.input, input) +
    cost(tokens.output, output) +
    cost(tokens.reasoning, reasoning ?? output) +
    cost(tokens.cacheRead, cacheRead ?? input) +
    cost(tokens.cacheWrite5m, write) +
    cost(tokens.cacheWrite1h, cacheWrite1h ?? write)
  )
}

/** Of a sum of `costOf`. */
export function usdOf(picoUsd: bigint): number {
  return Number(picoUsd) / 1e12
}

/** Prompts of one size are all longer than the size before it, and so than each `above` that is smaller than theirs. */
function pricesAt(price: Price, promptUpTo: number): PartPrices {
  const long = price.long.findLast(({ above }) => above < promptUpTo)
  return { ...price, ...long }
}

/** USD per million tokens are millionths of a USD per token. */
function cost(tokens: number, usdPerMillion: number): bigint {
  return BigInt(tokens) * BigInt(Math.round(usdPerMillion * 1e6))
}
