import type { Decision, Evidence } from './decision.ts'
import type { PaneIdentity, ProcessIdentity } from './identity.ts'
import type { SessionSeen } from './observation.ts'
import type { RepositorySeen } from './repository.ts'
import type { Request } from './request.ts'
import type { Setback } from './setback.ts'
import type { TextTold } from './told.ts'
import type { Verdict } from './verdict.ts'

/** One recorded fact. The store is the list of these; memory is what they add up to. */
export type Event = { readonly seq: number; readonly atMs: number } & Entry

export type Entry =
  | { readonly type: 'fact'; readonly fact: Fact }
  /** Intent, recorded before the deed. */
  | { readonly type: 'decided'; readonly decision: Decision }
  | { readonly type: 'withheld'; readonly decision: Decision; readonly by: string }
  /** Outcome of the decision with number `of`. */
  | { readonly type: 'done'; readonly of: number; readonly target: string; readonly outcome: Outcome }

/** What a deed came to. Which fields are set depends on the deed. */
export interface Outcome {
  readonly ok: boolean
  /** For people: what happened, or why not and what mends it. */
  readonly text: string
  /** start: the new pane. */
  readonly pane?: PaneIdentity
  /** end: every process that belonged to the incarnation. */
  readonly tree?: readonly ProcessIdentity[]
  /** The watchdog died in the middle of it: what came of it is unknown. */
  readonly cutOff?: boolean
  /** type, submit-again: how far the text came; press: `refused` when no key was pressed. */
  readonly reached?: 'refused' | 'typed' | 'submitted' | 'accepted'
}

export type Fact =
  | {
      readonly what: 'watchdog-started'
      readonly pid: number
      readonly version: string
      readonly bootId: string
    }
  | { readonly what: 'watchdog-stopped'; readonly why: string }
  | { readonly what: 'config-loaded'; readonly hash: string; readonly changes: readonly ConfigChange[] }
  | { readonly what: 'config-invalid'; readonly problems: readonly string[] }
  | { readonly what: 'config-valid-again' }
  | { readonly what: 'clock-jumped'; readonly byMs: number }
  | {
      readonly what: 'server'
      readonly server: string
      readonly seen: 'up' | 'gone' | 'unknown'
      readonly why: string
    }
  | {
      readonly what: 'adopted'
      readonly member: string
      readonly incarnation: number
      readonly pane: PaneIdentity
    }
  | { readonly what: 'ready'; readonly member: string }
  | {
      readonly what: 'ended'
      readonly member: string
      readonly incarnation: number
      readonly status: number | null
      readonly signal: string | null
      readonly how: 'exited' | 'session-missing' | 'server-gone' | 'start-failed'
      /** Part of a mass death that was told a moment ago. */
      readonly shared?: boolean
    }
  | { readonly what: 'mass-death'; readonly members: readonly string[]; readonly why: string }
  | { readonly what: 'session'; readonly member: string; readonly seen: SessionSeen }
  | {
      readonly what: 'verdict'
      readonly member: string
      readonly verdict: Verdict
      readonly because: readonly Evidence[]
    }
  /** A turn ended by an error, by the transcript or a hook. */
  | { readonly what: 'setback'; readonly member: string; readonly setback: Setback }
  /** The model answered after a setback. */
  | { readonly what: 'went-on'; readonly member: string; readonly answeredMs: number }
  /** A text of ours stands in the transcript as one that the model was told. */
  | { readonly what: 'told'; readonly member: string; readonly told: TextTold }
  | { readonly what: 'push'; readonly seen: Extract<RepositorySeen, { kind: 'seen' }> }
  | { readonly what: 'repository-unknown'; readonly why: string; readonly hint: string }
  | { readonly what: 'request'; readonly request: Request }
  | { readonly what: 'troubles'; readonly troubles: readonly string[] }

/** One difference between two readings of agents.toml. */
export interface ConfigChange {
  /** Agent or service name; `team` for settings of all. */
  readonly target: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Whether the running program must be started again for it. */
  readonly restart: boolean
  /** For people: what changed. */
  readonly text: string
}
