import type { Installation } from '../backends/launch.ts'
import type { Decision, RecordDraft } from '../model/decision.ts'
import type { Outcome } from '../model/event.ts'
import type { TokenWindow } from '../model/ledger.ts'
import type { Memory } from '../model/memory.ts'
import type { Team } from '../model/team.ts'
import type { Clock } from '../system/clock.ts'
import type { Lanes } from '../system/lanes.ts'
import type { RepositoryDoor } from '../system/repository-door.ts'
import type { Run } from '../system/run.ts'
import type { TmuxDoor } from '../system/tmux.ts'

/** The books on tokens, as a deed uses them. */
export interface LedgerHand {
  /** Closes windows and keeps their records; what is closed already stays as it is. */
  record(drafts: readonly RecordDraft[], windows: readonly TokenWindow[], team: Team): void
  /** Records that may not stand in the file yet, in order. */
  unwritten(): { number: number; body: string }[]
  /** They stand there, up to this number. */
  written(number: number): void
}

/** What the deeds work with. */
export interface Hands {
  readonly tmux: TmuxDoor
  readonly run: Run
  readonly clock: Clock
  /** Deeds that must not run at the same time, by what they share. */
  readonly lanes: Lanes
  readonly repository: RepositoryDoor
  readonly ledger: LedgerHand
  readonly installation: Installation
  /** The environment of the watchdog; only chosen parts of it reach a program. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** One deed: what was decided, and what the watchdog knew then. */
export interface Deed {
  readonly decision: Decision
  readonly team: Team
  readonly memory: Memory
  /** Owner mark of the team's sessions. */
  readonly teamId: string
}

/** A deed that came to nothing. `text` says why, and what mends it. */
export function failed(text: string): Outcome {
  return { ok: false, text }
}

/** A deed that is done. */
export function done(text: string): Outcome {
  return { ok: true, text }
}
