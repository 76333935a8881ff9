import { type Tokens, totalOf } from './tokens.ts'

/** One answer of a model, as a transcript tells what it used. As logged: some CLIs log placeholders. */
export interface Use {
  /** The same in every repetition of the record, also in other files; docs/transcripts.md has the rule of each CLI. */
  readonly id: string
  /** Wall time, ms; null: the record tells none. */
  readonly atMs: number | null
  /** As the CLI names it; '' when it names none. */
  readonly model: string
  readonly tokens: Tokens
  /** A count was no whole number from 0 on, or two counts of the same thing disagreed. */
  readonly odd: boolean
}

/** Which of two records with the same id stands: the one with the larger counts, or the one that was written last. */
export type Standing = 'largest' | 'last'

/**
 * Of two records with the same id the one that stands, with the earlier of their times. By `largest` the order of
 * the two does not matter, so that files can be read in any order.
 */
export function standingUse(standing: Standing, before: Use, after: Use): Use {
  const stands = standing === 'last' || isLarger(after, before) ? after : before
  const atMs = earlier(before.atMs, after.atMs)
  return atMs === stands.atMs ? stands : { ...stands, atMs }
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other
  return Math.min(one, other)
}

/** By output, then in all, then part by part, then by model and oddness: two that differ are never equal. */
function isLarger(one: Use, other: Use): boolean {
  const a = one.tokens
  const b = other.tokens
  const difference =
    a.output + a.reasoning - b.output - b.reasoning ||
    totalOf(a) - totalOf(b) ||
    a.output - b.output ||
    a.input - b.input ||
    a.cacheRead - b.cacheRead ||
    a.cacheWrite1h - b.cacheWrite1h
  if (difference !== 0) return difference > 0
  if (one.model !== other.model) return one.model > other.model
  return one.odd && !other.odd
}
