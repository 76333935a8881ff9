/**
 * Why a turn ended without being finished: a usage limit; a failure of the service or the network, perhaps in the middle of an
 * answer; no room left in the context; a login that is lost; money that has run out.
 */
export type SetbackKind = 'limit' | 'failure' | 'context' | 'login' | 'money'

/** What an agent CLI itself says of a turn that it could not finish. Not what its screen shows: that may quote anything. */
export interface Setback {
  readonly kind: SetbackKind
  /** Which limit, as the CLI names it (`five_hour`, `seven_day_opus`); '' when it does not tell. */
  readonly window: string
  /** When the limit ends, wall ms; null: it is no limit, or no time is told. */
  readonly resetsMs: number | null
  /** When it was written down, wall ms. */
  readonly atMs: number
  /** The CLI's words for people, on one line. */
  readonly words: string
}

/** What is remembered of an agent's newest setback. */
export interface SetbackMemory extends Setback {
  /** An answer came since, or it was waited out. */
  readonly over: boolean
}

/** What transcripts tell of how an agent's turns went, since the last look. */
export interface TurnsSeen {
  readonly agent: string
  /** The newest one; null: there was none. */
  readonly setback: Setback | null
  /** When the newest answer came, wall ms; null: none did. */
  readonly answeredMs: number | null
}
