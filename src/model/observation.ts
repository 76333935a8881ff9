import type { DialogSeen } from './dialog.ts'
import type { PaneIdentity } from './identity.ts'
import type { RepositorySeen } from './repository.ts'
import type { Request } from './request.ts'
import type { TurnsSeen } from './setback.ts'
import type { Reading } from './source.ts'
import type { StateSeen, Testimony } from './testimony.ts'
import type { Instant } from './time.ts'
import type { ToldSeen } from './told.ts'

/** Everything seen in one tick; plain data. What a probe could not tell is `unknown`, never a default. */
export interface Observation {
  readonly at: Instant
  readonly servers: Readonly<Record<string, ServerSeen>>
  /** By name of the agent or service. Absent: not looked for. */
  readonly sessions: Readonly<Record<string, SessionSeen>>
  /** null: the team has no loop. */
  readonly repository: RepositorySeen | null
  readonly requests: readonly Request[]
  /** What was added to transcripts. */
  readonly readings: readonly Reading[]
  /** What transcripts tell of how turns went. */
  readonly turns: readonly TurnsSeen[]
  /** Texts of ours that transcripts show as told, by agent. */
  readonly told: readonly ToldSeen[]
  /** Transcripts hold more than was read in this tick. */
  readonly isReadingBehind: boolean
  /** Agents whose wake is due, with the moment it fell due. */
  readonly wakesDue: Readonly<Record<string, number>>
  /** Files that cannot be read or written, for people; empty when all is well. */
  readonly troubles: readonly string[]
}

export type ServerSeen =
  | { readonly kind: 'up'; readonly pid: number; readonly startTicks: number }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown'; readonly why: string }

export type SessionSeen =
  /** The server answered and has no such session; `recordedAlive`: whether the program that we started still runs. */
  | { readonly kind: 'missing'; readonly recordedAlive: boolean }
  | { readonly kind: 'unknown'; readonly why: string }
  | PaneSeen

export interface PaneSeen {
  readonly kind: 'here'
  readonly pane: PaneIdentity
  /** Incarnation number from the session's mark; null: unmarked, so not ours. */
  readonly incarnation: number | null
  readonly dead: { readonly status: number | null; readonly signal: string | null } | null
  /** Last byte drawn, by tmux's own stamp (whole seconds). */
  readonly activityMs: number
  /** Last write to the transcript; null: not known. */
  readonly transcriptMs: number | null
  /** A mode of tmux has the keys: a person scrolls, or did and left. */
  readonly inMode: boolean
  /** A person has switched off the pane's input; what is typed there is lost. */
  readonly inputOff: boolean
  /** Id of the last message that was pasted into the pane, by tmux's own note; null: none. */
  readonly typed: number | null
  /** Nothing but a shell is left in the pane of a CLI; always false for programs whose screen is not read. */
  readonly bareShell: boolean
  /** Terminals attached to the session. */
  readonly attached: number
  /** Foreground program, as tmux names it. */
  readonly program: string
  /** CPU share (0..n cores) of the children since the last look; null: not measured. */
  readonly childCpu: number | null
  /** How its CLI takes text: into an input box that queues while busy, or only when idle; `blind`: no box is known. */
  readonly input: 'queues' | 'waits' | 'blind'
  /** Words in its CLI's input box can be deleted from there, by a key that does nothing else. */
  readonly clears: boolean
  /** Its transcript is there, and will have each text that its model is told. */
  readonly tellsTexts: boolean
  /** Command that makes room in its CLI's context; null: none is known. */
  readonly compact: string | null
  readonly screen: ScreenReading
  /** What each teller says its CLI is doing; for people, who see them side by side. */
  readonly testimonies: readonly Testimony[]
  /** What is believed after all of them: what rules go by. */
  readonly state: StateSeen
}

/** What a screen says, read with one backend's patterns. */
export interface ScreenReading {
  readonly state: 'idle' | 'working' | 'dialog' | 'limited' | 'unknown'
  /** Text in the input box; '' is an empty box; null: no box is seen. */
  readonly composer: string | null
  /** The box holds nothing but a long paste, folded into a mark that tells its size (null: not told); null: no such mark. */
  readonly folded: { readonly lines: number | null; readonly chars: number | null } | null
  /** What the dialog asks, or the row that says working or limited; for people. */
  readonly detail: string
  /** The row that says that a job of its own goes on while it rests; '': there is none. */
  readonly job: string
  /** The dialog of the state `dialog`; null in every other state. */
  readonly dialog: DialogSeen | null
  /** The newest WAITING-UNTIL line and what stands behind it. */
  readonly waitingUntil: { readonly line: string; readonly value: string } | null
  readonly limit: LimitSeen | null
  /** The row that says that the CLI goes on by itself when its limit ends; null: there is none. */
  readonly resumes: string | null
  /** Ids of our messages that are seen outside the composer. */
  readonly tags: readonly number[]
  /** Last lines with text, at most three, without control characters. */
  readonly tail: readonly string[]
}

/** A line of the screen that names a usage limit. It may be quoted: it counts only beside a setback in the transcript. */
export interface LimitSeen {
  readonly line: string
  /** null: it names no time. */
  readonly resetMs: number | null
}

export const BLANK_SCREEN: ScreenReading = {
  state: 'unknown',
  composer: null,
  folded: null,
  detail: '',
  job: '',
  dialog: null,
  waitingUntil: null,
  limit: null,
  resumes: null,
  tags: [],
  tail: [],
}
