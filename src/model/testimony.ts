/**
 * Who can tell what an agent's CLI is doing, best first: its own word on it, its registry of processes, what it shows now in its
 * title, what it wrote down of its turns, what it draws.
 */
export const TELLERS = ['hook', 'registry', 'title', 'transcript', 'screen'] as const
export type Teller = (typeof TELLERS)[number]

/** What an agent's CLI is doing. */
export type Doing =
  | 'idle'
  | 'working'
  | 'compacting' // it makes room in its context; takes no text
  | 'background' // idle, while a shell or a sub-agent of its own goes on; takes text
  | 'permission' // it asks leave to do something; any key may grant it
  | 'question' //   a dialog, a menu or a form is open
  | 'limited' //    its last turn ended at a usage limit
  | 'failed' //     its last turn ended by an error
  | 'ended' //      it says that it leaves

/** What one teller says. */
export interface Testimony {
  readonly teller: Teller
  /** null: it does not know. */
  readonly says: Doing | null
  /** Since when it says so, wall ms. Of what is drawn: when the pane last drew. */
  readonly sinceMs: number
  /** The question, the banner, the error; for people. */
  readonly detail: string
  /** When a limit ends, wall ms; null: not told. */
  readonly untilMs: number | null
}

/** What is believed of an agent's CLI after all tellers were heard. */
export interface StateSeen {
  readonly says: Doing | 'unknown'
  /** Whose word it is; null: nobody's. */
  readonly teller: Teller | null
  readonly sinceMs: number
  readonly detail: string
  readonly untilMs: number | null
}

/** It waits for a person's answer: nothing may be typed. */
export function asks({ says }: Pick<StateSeen, 'says'>): boolean {
  return says === 'permission' || says === 'question'
}

/** A turn is under way. */
export function works({ says }: Pick<StateSeen, 'says'>): boolean {
  return says === 'working' || says === 'compacting'
}

/** No turn is under way and nothing is asked: the next move is its own or ours. */
export function rests({ says }: Pick<StateSeen, 'says'>): boolean {
  return says === 'idle' || says === 'background' || says === 'limited' || says === 'failed'
}

/** A state as people say it: `working`, `asks leave: Bash`. */
export function describeState({ says, detail }: Pick<StateSeen, 'says' | 'detail'>): string {
  return detail === '' ? WORDS[says] : `${WORDS[says]}: ${detail}`
}

const WORDS: Readonly<Record<StateSeen['says'], string>> = {
  idle: 'idle',
  working: 'working',
  compacting: 'compacting its context',
  background: 'a background job runs',
  permission: 'asks leave',
  question: 'a dialog is open',
  limited: 'at a usage limit',
  failed: 'its turn failed',
  ended: 'has ended',
  unknown: 'unknown',
}
