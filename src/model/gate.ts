import type { Verdict } from './repository.ts'

/** One claimed piece of work and what was said of it, as pushed. */
export interface Gate {
  readonly label: string
  /** Phase in which it was last claimed. */
  readonly phase: string
  /** Newest claim. */
  readonly sha: string
  readonly author: string
  readonly claimedMs: number
  /** Newest verdict of each author's mail address; only those after the newest claim are fresh. */
  readonly reviews: Readonly<Record<string, GateReview>>
}

export interface GateReview {
  readonly verdict: Verdict | null
  readonly sha: string
  readonly atMs: number
  /** Given after the newest claim. */
  readonly fresh: boolean
}
