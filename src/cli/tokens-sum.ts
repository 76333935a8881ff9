import type { LedgerRow } from '../model/ledger.ts'
import { addTokens, NO_TOKENS, type Tokens } from '../model/tokens.ts'

/** What some rows of the ledger add up to. */
export interface TokenSum {
  readonly tokens: Tokens
  /** Answers of models. */
  readonly answers: number
  readonly cost: Cost
  /** First and last answer, ms since 1970; null: there is none. */
  readonly firstMs: number | null
  readonly lastMs: number | null
}

/** Cost of some rows. A sum is whole only when every model in it has a price. */
export interface Cost {
  /** Of the models that have a price, in the unit of `costOf`. */
  readonly knownPicoUsd: bigint
  /** Models of the others, in order; a model without a price never counts as free. */
  readonly unpriced: readonly string[]
}

/** What a row costs, in the unit of `costOf`; null: its model has no price. */
export type PriceRow = (row: LedgerRow) => bigint | null

const NOTHING: TokenSum = {
  tokens: NO_TOKENS,
  answers: 0,
  cost: { knownPicoUsd: 0n, unpriced: [] },
  firstMs: null,
  lastMs: null,
}

/** Adds rows up. */
export function sumRows(rows: readonly LedgerRow[], priceRow: PriceRow): TokenSum {
  return rows.reduce((sum, row) => addSums(sum, rowSum(row, priceRow(row))), NOTHING)
}

function rowSum({ tokens, answers, model, firstMs, lastMs }: LedgerRow, picoUsd: bigint | null): TokenSum {
  const cost = { knownPicoUsd: picoUsd ?? 0n, unpriced: picoUsd === null ? [model] : [] }
  return { tokens, answers, cost, firstMs, lastMs }
}

function addSums(one: TokenSum, other: TokenSum): TokenSum {
  return {
    tokens: addTokens(one.tokens, other.tokens),
    answers: one.answers + other.answers,
    cost: {
      knownPicoUsd: one.cost.knownPicoUsd + other.cost.knownPicoUsd,
      unpriced: [...new Set([...one.cost.unpriced, ...other.cost.unpriced])].toSorted(),
    },
    firstMs: Math.min(one.firstMs ?? Infinity, other.firstMs ?? Infinity),
    lastMs: Math.max(one.lastMs ?? 0, other.lastMs ?? 0),
  }
}
