import type { Doing } from '../../../src/model/testimony.ts'
import type { CliName } from '../../clis/versions.ts'
import type { Reading } from './reading.ts'

/** The states that an agent CLI can be in, and what other tellers than its screen call each; null: no teller has a word for it. */
export const STATES = {
  starting: { about: 'its program runs, its input box is not there yet', doing: null },
  'start-up dialog': { about: 'it asks something before the work begins', doing: null },
  idle: { about: 'its box is empty and no turn is under way', doing: 'idle' },
  draft: { about: 'words stand in its box', doing: null },
  working: { about: 'a turn is under way', doing: 'working' },
  streaming: { about: 'an answer is being written', doing: 'working' },
  'tool at work': { about: 'a command of its own runs', doing: 'working' },
  queued: { about: 'texts wait for the turn to end', doing: 'working' },
  permission: { about: 'it asks leave for a tool', doing: 'permission' },
  question: { about: 'the model has a question', doing: 'question' },
  menu: { about: 'a person opened a list to choose from', doing: null },
  'limit that goes on': { about: 'a usage limit that it waits out by itself', doing: 'limited' },
  'limit that waits': { about: 'a usage limit after which it does nothing', doing: 'limited' },
  'limit menu': { about: 'a usage limit with a list to choose from', doing: 'limited' },
  'limit near': { about: 'it warns of a limit that is not reached', doing: 'idle' },
  retrying: { about: 'it tries again after an error', doing: 'working' },
  error: { about: 'its turn ended by an error', doing: 'failed' },
  'login lost': { about: 'its key or login is refused', doing: 'failed' },
  'money gone': { about: 'credit or quota is used up', doing: 'failed' },
  'context full': { about: 'the conversation does not fit any more', doing: 'failed' },
  compacting: { about: 'it makes room in its context', doing: 'compacting' },
  'background job': { about: 'it rests while a job of its own goes on', doing: 'background' },
  dead: { about: 'its program has ended', doing: 'ended' },
} as const satisfies Record<string, { about: string; doing: Doing | null }>

export type StateName = keyof typeof STATES

/** How one state of one CLI is read off its screen. */
export interface Seen {
  readonly reads: Reading
  /** Names of recorded screens (`working/streaming`), each in every version and width that is there. */
  readonly screens: readonly string[]
  /** What a reader of the table has to know besides. */
  readonly note?: string
}

/** Why no screen stands for a state: it cannot be, it looks like another one, or nobody has recorded it. */
export interface Gap {
  readonly gap: string
}

/** Every state of one CLI; none is left out. */
export type StateRows = Readonly<Record<StateName, Seen | Gap>>
export type StateTable = Readonly<Record<CliName, StateRows>>

/** A state that is seen on a screen. */
export function isSeen(row: Seen | Gap): row is Seen {
  return 'screens' in row
}
