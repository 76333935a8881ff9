import type { DialogKey } from './dialog.ts'
import type { Message, MessageKind } from './message.ts'
import type { AlarmKind } from './team.ts'

/** One thing that was seen, and how old it was when it was used. */
export interface Evidence {
  readonly saw: string
  readonly ageMs?: number
}

export type RuleName =
  | 'operator'
  | 'reload'
  | 'limit'
  | 'dialog'
  | 'setback'
  | 'stray'
  | 'heal'
  | 'phase'
  | 'kickoff'
  | 'wake'
  | 'handoff'
  | 'stall'
  | 'tokens'
  | 'sequence'
  | 'deliver'

/** What a rule wants done, to whom, and why. */
export interface Decision {
  readonly rule: RuleName
  /** Agent or service name; `team` for what concerns all. */
  readonly target: string
  readonly action: Action
  readonly because: readonly Evidence[]
}

/** A decision that was not carried out, with what stood in the way. */
export interface Withheld extends Decision {
  readonly by: string
}

export type EndReason = StartReason | 'removed' | 'down'
export type StartReason = 'up' | 'dead' | 'phase' | 'wake' | 'stall' | 'context' | 'operator' | 'changed'

/** Text for an agent. Long texts are written to a file that the line points to. */
export interface Draft extends Pick<Message, 'key' | 'agent' | 'kind' | 'line' | 'tagged' | 'asKeys'> {
  readonly file: MessageFile | null
}

export interface MessageFile {
  /** Absolute path that is written before the line is typed. */
  readonly path: string
  /** Files whose texts are joined with a blank line, then filled in. */
  readonly sources: readonly string[]
  /** A text put behind the sources; may be empty. */
  readonly text: string
  /** `{name}` in the text becomes the value. */
  readonly values: Readonly<Record<string, string>>
}

/** What goes into one line of token-log.jsonl. */
export interface RecordDraft {
  /** `<phase>`, or `<phase>:<label>` for a gate. */
  readonly phaseId: string
  readonly startedMs: number
  readonly endedMs: number
  /** Windows of the ledger whose sums it has. */
  readonly windows: readonly number[]
}

/** What can be done. Those marked * change only the record; the others have an outcome. */
export type Action =
  | { readonly do: 'start'; readonly incarnation: number; readonly reason: StartReason }
  | { readonly do: 'end'; readonly reason: EndReason; readonly thenStart: boolean }
  | { readonly do: 'queue'; readonly draft: Draft }
  | { readonly do: 'type'; readonly message: number }
  | { readonly do: 'submit-again'; readonly message: number }
  | {
      readonly do: 'settle'
      readonly message: number
      readonly state: 'accepted' | 'failed' | 'queued'
      readonly why: string
    } // *
  | { readonly do: 'drop'; readonly kinds: readonly MessageKind[]; readonly why: string } // *
  | { readonly do: 'park'; readonly untilMs: number; readonly why: string; readonly line: string } // *
  | { readonly do: 'unpark' } // *
  | { readonly do: 'hold'; readonly as: 'paused' | 'down' } // *
  | { readonly do: 'release' } // *
  | { readonly do: 'open-breaker' } // *
  | {
      readonly do: 'begin-phase'
      readonly phase: string
      readonly from: string | null
      readonly ignoreBlob: string | null
    } // *
  | { readonly do: 'complete' } // *
  | { readonly do: 'announce' }
  | {
      readonly do: 'record-tokens'
      readonly records: readonly RecordDraft[]
      readonly windows: readonly number[]
    }
  | { readonly do: 'reopen'; readonly phase: string; readonly ignoreBlob: string | null }
  | { readonly do: 'nudged'; readonly phase: string } // *
  | { readonly do: 'woken'; readonly dueMs: number } // *
  | { readonly do: 'handled'; readonly push: number } // *
  | { readonly do: 'applied'; readonly change: number } // *
  | { readonly do: 'answer'; readonly request: string; readonly ok: boolean; readonly text: string } // *
  /** One step in a dialog, by its name, towards the option with this label. */
  | {
      readonly do: 'press'
      readonly key: DialogKey
      readonly dialog: string
      readonly asks: string
      /** Index of the row that is chosen before the key. */
      readonly from: number | null
      readonly option: string
    }
  | {
      readonly do: 'alarm'
      readonly kind: AlarmKind
      readonly text: string
      /** What the dialog asks that it tells of, so that another one is told again. */
      readonly asks?: string
    }
  | { readonly do: 'stop'; readonly keepSessions: boolean } // *
