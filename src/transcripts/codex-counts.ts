import type { Tokens } from '../model/tokens.ts'
import { readCount } from './counts.ts'
import { asFields } from './mended-lines.ts'

/** What Codex counts; the first has the second and third in it, the fourth the last. */
const NAMES = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
] as const

/** A usage object of Codex. */
export interface CodexCounts {
  /** In the order of NAMES. */
  readonly values: readonly number[]
  readonly odd: boolean
}

/** The counts before the first answer of a thread. */
export const NO_COUNTS: readonly number[] = NAMES.map(() => 0)

/** Reads a usage object; null: it is none. */
export function readCounts(usage: unknown): CodexCounts | null {
  const fields = asFields(usage)
  if (!fields) return null
  const counts = NAMES.map((name) => readCount(fields[name]))
  return { values: counts.map(({ count }) => count), odd: counts.some(({ odd }) => odd) }
}

/** Whether all counts are equal. */
export function isSameCount(one: readonly number[], other: readonly number[]): boolean {
  return one.every((value, index) => value === other[index])
}

/** What was used between two totals. A total with a smaller count than before began again at zero. */
export function growthOf(before: readonly number[], after: CodexCounts): CodexCounts {
  const grown = after.values.map((value, index) => value - (before[index] ?? 0))
  return grown.some((value) => value < 0) ? after : { ...after, values: grown }
}

/** The counts in parts that do not overlap. */
export function tokensOf({ values }: CodexCounts): Tokens {
  const [input = 0, cacheRead = 0, cacheWrite5m = 0, output = 0, reasoning = 0] = values
  return {
    input: Math.max(0, input - cacheRead - cacheWrite5m),
    output: Math.max(0, output - reasoning),
    reasoning,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h: 0,
  }
}
