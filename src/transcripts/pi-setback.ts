import type { Setback } from '../model/setback.ts'
import { textOf } from './fields.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { wordsOf } from './setback-words.ts'
import { kindOfStatus } from './status-kind.ts'
import { readIsoTime } from './times.ts'

/** The newest try that failed; each further try of the same turn hangs below it. */
export interface PiFailing {
  readonly id: string
  /** When the first of its tries failed, wall ms. */
  readonly sinceMs: number
}

/**
 * What a row of pi tells of a try that an error ended, as seen with 0.73.1; null: nothing. It tries a turn four times and writes
 * each: all bear the time of the first, so that they are one setback. What a person broke off (`aborted`) is none. Its
 * words are the server's, behind the HTTP status where there was an answer.
 */
export function readPiSetback(
  row: Fields,
  before: PiFailing | null,
): { setback: Setback; failing: PiFailing } | null {
  const message = asFields(row.message)
  const writtenMs = readIsoTime(row.timestamp)
  if (message?.role !== 'assistant' || message.stopReason !== 'error' || writtenMs === null) return null
  const isAgain = before !== null && textOf(row.parentId) === before.id
  const sinceMs = isAgain ? before.sinceMs : writtenMs
  const words = wordsOf(message.errorMessage)
  return {
    setback: { kind: kindOfStatus(statusOf(words), words), window: '', resetsMs: null, atMs: sinceMs, words },
    failing: { id: textOf(row.id), sinceMs },
  }
}

function statusOf(words: string): number | null {
  const status = /^(\d{3})\b/.exec(words)?.[1]
  return status === undefined ? null : Number(status)
}
