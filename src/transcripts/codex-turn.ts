import type { TurnTold } from '../model/turn.ts'
import { readCodexSetback } from './codex-setback.ts'
import { lastRow } from './lines-with.ts'
import { asFields } from './mended-lines.ts'
import { readIsoTime } from './times.ts'

/** One of them stands in each row that begins or ends a turn; in a text their quotation marks have a backslash. */
const MARKS = ['"task_started"', '"task_complete"', '"turn_aborted"']

/** What a rollout of Codex tells last of its turns, as seen with 0.169.0; null: nothing, as before 0.85. */
export function readCodexTurn(lines: Buffer): TurnTold | null {
  const row = lastRow(lines, MARKS)
  const atMs = readIsoTime(row?.timestamp)
  if (row?.type !== 'event_msg' || atMs === null) return null
  if (asFields(row.payload)?.type === 'task_started') return { says: 'working', atMs, detail: '' }
  const setback = readCodexSetback(row, null)
  if (!setback) return { says: 'idle', atMs, detail: '' }
  return { says: setback.kind === 'limit' ? 'limited' : 'failed', atMs, detail: setback.words }
}
