import type { Tokens } from './tokens.ts'

/**
 * A stretch of work that tokens are booked on. While a gate is in review, work on the next one may have begun, so two
 * windows can be open at once: that of the newest claim, and that of what is not claimed yet.
 */
export interface TokenWindow {
  readonly id: number
  readonly phase: string
  /** Label of the claim; null: not claimed yet, or nothing was claimed in the phase. */
  readonly label: string | null
  readonly startedMs: number
  /** When its label was claimed first; null: not claimed yet. */
  readonly claimedMs: number | null
  /** null: it is open. */
  readonly endedMs: number | null
  /** It stands in token-log.jsonl: nothing is booked on it any more. */
  readonly recorded: boolean
}

/** One time in a phase, from its begin to its end, with the windows on which its tokens are booked. */
export interface PhaseStretch {
  readonly phase: string
  readonly startedMs: number
  /** null: it is under way. */
  readonly endedMs: number | null
  /** In the order in which they were claimed; the last one is that of what is not claimed yet. */
  readonly windows: readonly TokenWindow[]
  /** When its records could not be kept the last time; null: there was no failure. */
  readonly failedMs: number | null
}

/** The stretch of the phase that is under way; undefined: none is. */
export function stretchUnderWay(stretches: readonly PhaseStretch[]): PhaseStretch | undefined {
  return stretches.findLast((stretch) => stretch.endedMs === null)
}

/** The window of the newest claim in a stretch; undefined: nothing was claimed. */
export function newestClaim({ windows }: PhaseStretch): TokenWindow | undefined {
  return windows.findLast((window) => window.claimedMs !== null)
}

/** Window of what serves no phase: agents that are not in the loop, and time outside of the sequence. */
export const OUTSIDE = 0

/** Sums of the ledger for one window, agent, model and size of prompt. */
export interface LedgerRow {
  /** null: outside of the phases. */
  readonly window: TokenWindow | null
  readonly agent: string
  /** As the CLI names it; '' when it names none. */
  readonly model: string
  /** Prompts of these answers were at most this long; Infinity: longer than the last of PROMPT_SIZES. */
  readonly promptUpTo: number
  readonly tokens: Tokens
  /** Answers of the model. */
  readonly answers: number
  readonly firstMs: number
  readonly lastMs: number
}

/** Prompt lengths at which some model's price changes. Sums are kept apart by them, so that prices can change later. */
export const PROMPT_SIZES: readonly number[] = [32_000, 100_000, 128_000, 200_000, 256_000, 272_000, 512_000]

/** The smallest of PROMPT_SIZES that a prompt fits; Infinity: none. */
export function promptSize(promptTokens: number): number {
  return PROMPT_SIZES.find((size) => promptTokens <= size) ?? Number.POSITIVE_INFINITY
}
