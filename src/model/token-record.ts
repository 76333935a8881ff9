import type { LedgerRow } from './ledger.ts'
import { costOf, type PriceTable, priceOf, usdOf } from './price.ts'
import type { Billing } from './team.ts'
import { addTokens, NO_TOKENS, type Tokens, totalOf } from './tokens.ts'

/** Tokens of a record, in the parts that docs/token-log.md describes. */
export interface RecordCounts {
  readonly input: number
  readonly output: number
  readonly reasoning: number
  readonly cache_read: number
  readonly cache_write_5m: number
  readonly cache_write_1h: number
  readonly total: number
  /** Answers of models. */
  readonly answers: number
}

/** One line of token-log.jsonl; docs/token-log.schema.json is its JSON Schema. */
export interface TokenRecord {
  /** From 1 on, without gaps. */
  readonly record: number
  readonly phase_id: string
  /** ISO, UTC. */
  readonly started: string
  readonly ended: string
  readonly duration_s: number
  readonly agents: Readonly<Record<string, RecordCounts>>
  readonly total: RecordCounts
  /** null: a model has no price, so that the whole is not known. */
  readonly cost_usd: number | null
  readonly models: Readonly<Record<string, RecordCounts & { readonly cost_usd: number | null }>>
  /** How the agents' tokens are paid; null: no agent used any. */
  readonly billing: Billing | 'mixed' | null
}

/** What a record is made of; `rows` are those of its window. */
export interface RecordParts {
  readonly number: number
  /** `<phase>` or `<phase>:<label>`. */
  readonly phaseId: string
  readonly startedMs: number
  readonly endedMs: number
  readonly rows: readonly LedgerRow[]
  readonly prices: PriceTable
  billingOf(agent: string): Billing
}

/** What stands for a model that its CLI does not name. */
export const UNNAMED_MODEL = 'unknown'

export function composeRecord(parts: RecordParts): TokenRecord {
  const { number, phaseId, startedMs, endedMs, rows, prices } = parts
  const models = grouped(rows, ({ model }) => model || UNNAMED_MODEL)
  return {
    record: number,
    phase_id: phaseId,
    started: new Date(startedMs).toISOString(),
    ended: new Date(endedMs).toISOString(),
    duration_s: (endedMs - startedMs) / 1000,
    agents: mapped(
      grouped(rows, ({ agent }) => agent),
      countsOf,
    ),
    total: countsOf(rows),
    cost_usd: usdOfRows(rows, prices),
    models: mapped(models, (own) => ({ ...countsOf(own), cost_usd: usdOfRows(own, prices) })),
    billing: billingOfAll(parts),
  }
}

/** What these rows cost, in millionths of a millionth of a USD (see costOf); null: a model has no price. */
export function costOfRows(rows: readonly LedgerRow[], prices: PriceTable): bigint | null {
  let sum = 0n
  for (const { model, promptUpTo, tokens } of rows) {
    const price = priceOf(prices, model)
    if (!price) return null
    sum += costOf(tokens, promptUpTo, price)
  }
  return sum
}

function usdOfRows(rows: readonly LedgerRow[], prices: PriceTable): number | null {
  const cost = costOfRows(rows, prices)
  return cost === null ? null : usdOf(cost)
}

function countsOf(rows: readonly LedgerRow[]): RecordCounts {
  const tokens = rows.reduce<Tokens>((sum, row) => addTokens(sum, row.tokens), NO_TOKENS)
  const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
  return {
    ...{ input, output, reasoning, cache_read: cacheRead },
    ...{ cache_write_5m: cacheWrite5m, cache_write_1h: cacheWrite1h },
    total: totalOf(tokens),
    answers: rows.reduce((sum, { answers }) => sum + answers, 0),
  }
}

function billingOfAll({ rows, billingOf }: RecordParts): TokenRecord['billing'] {
  const [first, ...others] = new Set(rows.map(({ agent }) => billingOf(agent)))
  return others.length > 0 ? 'mixed' : (first ?? null)
}

/** Rows by a name of theirs, in the order of the names. */
function grouped(rows: readonly LedgerRow[], nameOf: (row: LedgerRow) => string): Map<string, LedgerRow[]> {
  const byName = Map.groupBy(rows, nameOf)
  return new Map([...byName].sort(([one], [other]) => (one < other ? -1 : 1)))
}

function mapped<T>(groups: Map<string, LedgerRow[]>, value: (rows: LedgerRow[]) => T): Record<string, T> {
  return Object.fromEntries([...groups].map(([name, rows]) => [name, value(rows)]))
}
