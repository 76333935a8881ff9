import type { Setback } from '../model/setback.ts'
import { objectOf, textOf } from './fields.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { wordsOf } from './setback-words.ts'
import { kindOfStatus } from './status-kind.ts'
import { readIsoTime } from './times.ts'

/** Names the event of a call that an error ended. */
export const QWEN_ERROR = 'qwen-code.api_error'

/** What ends the id of a turn of the conversation; those of its helpers go on behind it. */
const OF_CONVERSATION = /########\d+$/
/** The turn whose newest try failed. */
export interface QwenFailing {
  /** Id of the turn. */
  readonly turn: string
  /** When the first of its tries failed, wall ms. */
  readonly sinceMs: number
}

/**
 * What a row of Qwen Code tells of a try that an error ended, as seen with 0.15.10; null: nothing. Too many requests it tries again
 * for hours and writes each: all bear the time of the first, so that they are one setback. Tries of its own after a 500 it does
 * not write down. A full context it compresses by itself: one that stays full is a failure like others.
 */
export function readQwenSetback(
  row: Fields,
  before: QwenFailing | null,
): { setback: Setback; failing: QwenFailing } | null {
  const error = asFields(objectOf(row.systemPayload).uiEvent)
  const writtenMs = readIsoTime(row.timestamp)
  if (error?.['event.name'] !== QWEN_ERROR || writtenMs === null) return null
  const turn = textOf(error.prompt_id)
  if (!OF_CONVERSATION.test(turn)) return null
  const sinceMs = before?.turn === turn ? before.sinceMs : writtenMs
  const words = wordsOf(error.error_message)
  const kind = kindOfStatus(typeof error.status_code === 'number' ? error.status_code : null, words)
  return {
    setback: { kind, window: '', resetsMs: null, atMs: sinceMs, words },
    failing: { turn, sinceMs },
  }
}
