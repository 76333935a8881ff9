import type { RegistryEntry } from '../backends/read-registry.ts'
import type { MemberRun } from '../model/memory.ts'
import type { Source } from '../model/source.ts'
import type { Agent } from '../model/team.ts'

/** A run's first line may be stamped this much before the start was recorded, or after its end: clocks and polling. */
export const STAMP_SLACK_MS = 2_000

/** An agent, as one that transcripts can belong to. */
export interface Owner {
  readonly agent: Agent
  /** Its working folder without links: what CLIs write down. */
  readonly cwd: string
  /** Its launch line carries the session ids of its runs. */
  readonly isChosen: boolean
  /** Its last runs, oldest first. */
  readonly runs: readonly MemberRun[]
  /** Program of the current run, of this boot; null: none runs. */
  readonly program: { readonly pid: number; readonly startTicks: number } | null
}

/** One look, for all agents that keep their transcripts in the same folder. */
export interface PlaceAsk {
  readonly owners: readonly Owner[]
  readonly nowMs: number
  /** Whom the message with that number was typed to; undefined: no such message is known. */
  readonly addressee: (message: number) => string | undefined
}

/** A transcript and whose it is. */
export interface Owned {
  readonly owner: string
  readonly source: Source
  /** 0: its own; 1: that of a sub-agent. */
  readonly depth: number
  /** It belongs to a run that is not known to have ended. */
  readonly isCurrent: boolean
}

/** A transcript that several agents could have written. */
export interface Undecided {
  readonly path: string
  readonly owners: readonly string[]
  readonly beganMs: number
}

export interface PlaceSeen {
  readonly owned: readonly Owned[]
  readonly undecided: readonly Undecided[]
  /** What could not be read, and what mends it, for people. */
  readonly troubles?: readonly string[]
}

/** Finds the transcripts of one CLI in one folder. Never throws. */
export interface PlaceFinder {
  look(ask: PlaceAsk): PlaceSeen | Promise<PlaceSeen>
  /** What the CLI's own registry of processes had of an agent at the last look; null: nothing. Absent: it keeps none. */
  processOf?(agent: string): RegistryEntry | null
}

/** The run in which a transcript began; undefined: in none of them. */
export function runAt(owner: Owner, beganMs: number): MemberRun | undefined {
  return owner.runs.findLast(
    ({ startedMs, endedMs }) =>
      beganMs >= startedMs - STAMP_SLACK_MS &&
      beganMs <= (endedMs ?? Number.POSITIVE_INFINITY) + STAMP_SLACK_MS,
  )
}

/** The earliest stamp that a transcript of any of their kept runs can bear. */
export function earliestMs(owners: readonly Owner[]): number {
  const starts = owners.flatMap(({ runs }) => runs.map(({ startedMs }) => startedMs))
  return Math.min(...starts) - STAMP_SLACK_MS
}
