import type { Doing } from './testimony.ts'

/** What a transcript's newest record of a turn says of it. */
export interface TurnTold {
  /** null: whether the turn goes on cannot be told from it. */
  readonly says: Extract<Doing, 'working' | 'idle' | 'failed' | 'limited'> | null
  /** When it was written down, wall ms. */
  readonly atMs: number
  /** The CLI's words of an error; '': there was none. */
  readonly detail: string
}

/** The newer of two words; null: neither is there. */
export function newerTurn(one: TurnTold | null, other: TurnTold | null): TurnTold | null {
  if (!one || !other) return one ?? other
  return other.atMs >= one.atMs ? other : one
}
