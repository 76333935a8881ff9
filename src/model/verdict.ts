/** What is believed of an agent or service, from what was observed. `unknown` is an answer, never a guess. */
export type VerdictName =
  | 'off' //      not meant to run: not started yet, taken down, or a finished task
  | 'starting' // its program runs; no composer was seen yet
  | 'working'
  | 'idle'
  | 'waiting' //  on a dialog, a WAITING-UNTIL, a person, or somebody else's turn
  | 'limited'
  | 'stalled'
  | 'dead'
  | 'unknown'

export interface Verdict {
  readonly name: VerdictName
  /** What it waits on, why it is unknown, how it died; empty when there is nothing to add. */
  readonly detail: string
  /** Until when, where a time is known. */
  readonly untilMs: number | null
  /** It works, and nothing is written to its transcript since then, wall ms: perhaps a limit that no screen shows. */
  readonly noProgressSinceMs?: number
}
