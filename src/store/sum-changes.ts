import { NO_TOKENS, type Tokens } from '../model/tokens.ts'
import type { Booked } from './booked.ts'

type Counts = { -readonly [Part in keyof Tokens]: number }

/** What is to be added to a row of token_sums. */
export interface SumChange {
  readonly window: number
  readonly agent: string
  readonly model: string
  readonly promptUpTo: number
  readonly counts: Counts
  answers: number
  firstMs: number
  lastMs: number
}

/** What one transaction adds to token_sums, gathered. */
export class SumChanges {
  /** By model. Within one they are few: a list is searched faster than a key is made. */
  readonly #byModel = new Map<string, SumChange[]>()

  /** Counts an answer, or takes it back. */
  count(row: Booked, times: 1 | -1): void {
    const sum = this.#sumFor(row)
    addCounts(sum.counts, row.tokens, times)
    if (row.part === 0) sum.answers += times
    if (row.atMs < sum.firstMs) sum.firstMs = row.atMs
    if (row.atMs > sum.lastMs) sum.lastMs = row.atMs
  }

  all(): SumChange[] {
    return [...this.#byModel.values()].flat()
  }

  clear(): void {
    this.#byModel.clear()
  }

  #sumFor({ window, agent, model, promptUpTo, atMs }: Booked): SumChange {
    const sums = this.#byModel.get(model) ?? []
    for (const sum of sums) {
      if (sum.window === window && sum.promptUpTo === promptUpTo && sum.agent === agent) return sum
    }
    const counts = { ...NO_TOKENS }
    const made = { window, agent, model, promptUpTo, counts, answers: 0, firstMs: atMs, lastMs: atMs }
    sums.push(made)
    this.#byModel.set(model, sums)
    return made
  }
}

function addCounts(sum: Counts, tokens: Tokens, times: 1 | -1): void {
  sum.input += times * tokens.input
  sum.output += times * tokens.output
  sum.reasoning += times * tokens.reasoning
  sum.cacheRead += times * tokens.cacheRead
  sum.cacheWrite5m += times * tokens.cacheWrite5m
  sum.cacheWrite1h += times * tokens.cacheWrite1h
}
