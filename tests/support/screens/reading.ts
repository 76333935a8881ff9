import { PROFILES } from '../../../src/backends/list.ts'
import { readScreen } from '../../../src/backends/read-screen.ts'
import type { DialogKind } from '../../../src/model/dialog.ts'
import type { ScreenReading } from '../../../src/model/observation.ts'
import type { ProfileName } from '../../../src/model/team.ts'
import { NOON_MS } from '../situation.ts'

/** What a screen says, in the words of the table of states. */
export type Reading =
  | 'idle'
  | 'background job'
  | 'draft'
  | 'working'
  | 'start-up dialog'
  | 'permission'
  | 'question'
  | 'limit menu'
  | 'other dialog'
  | 'limited'
  | 'limited, goes on'
  | 'unknown'

const DIALOGS: Readonly<Record<DialogKind, Reading>> = {
  startup: 'start-up dialog',
  permission: 'permission',
  question: 'question',
  limit: 'limit menu',
  other: 'other dialog',
}

/** What these rows of a CLI's pane say, at noon, with no pattern of a user's. */
export function readingOf(cli: ProfileName, rows: readonly string[]): Reading {
  return inWords(readScreen(PROFILES[cli], { active: null, limit: null }, rows, NOON_MS))
}

function inWords({ state, composer, dialog, resumes, job }: ScreenReading): Reading {
  if (state === 'dialog') return DIALOGS[dialog?.kind ?? 'other']
  if (state === 'limited') return resumes === null ? 'limited' : 'limited, goes on'
  if (state !== 'idle') return state
  if (composer !== '') return 'draft'
  return job === '' ? 'idle' : 'background job'
}
