import type { Setback } from '../model/setback.ts'
import { objectOf, textOf } from './fields.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { wordsOf } from './setback-words.ts'
import { readIsoTime } from './times.ts'

/** Names the event of a call that an error ended. */
export const QWEN_ERROR = 'qwen-code.api_error'

/** What ends the id of a turn of the conversation; those of its helpers go on behind it. */
const OF_CONVERSATION = /########\d+$/
const UNAUTHORIZED = 401

/**
 * What a row of Qwen Code tells of a turn that an error ended, as seen with 0.15.10; null: nothing. Tries of its own after
 * a 500 it does not write down. A full context it compresses by itself: one that stays full is a failure like others.
 */
export function readQwenSetback(row: Fields): Setback | null {
  const error = asFields(objectOf(row.systemPayload).uiEvent)
  const atMs = readIsoTime(row.timestamp)
  if (error?.['event.name'] !== QWEN_ERROR || atMs === null) return null
  if (!OF_CONVERSATION.test(textOf(error.prompt_id))) return null
  const kind = error.status_code === UNAUTHORIZED ? 'login' : 'failure'
  return { kind, window: '', resetsMs: null, atMs, words: wordsOf(error.error_message) }
}
