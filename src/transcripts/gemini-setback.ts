import type { Setback, SetbackKind } from '../model/setback.ts'
import type { Fields } from './mended-lines.ts'
import { wordsOf } from './setback-words.ts'
import { readIsoTime } from './times.ts'

/** Stands in each row of a turn that an error ended; other rows of errors are about its own commands. */
export const GEMINI_ERROR = '[API Error: '

const LIMIT = /^\[API Error: You have exhausted your daily quota on this model\./
const LOGIN =
  /"status":"UNAUTHENTICATED"|\(Status: UNAUTHENTICATED\)|API key not valid|"authentication_error"/

/**
 * What a message of Gemini CLI tells of a turn that an error ended, as seen with 0.61.0; null: nothing. Its own tries (of a
 * limit of a minute, of an overloaded service) it does not write down, nor when a limit ends.
 */
export function readGeminiSetback(message: Fields): Setback | null {
  const { type, content, timestamp } = message
  const atMs = readIsoTime(timestamp)
  const words = wordsOf(content)
  if (type !== 'error' || atMs === null || !words.startsWith(GEMINI_ERROR)) return null
  return { kind: kindOf(words), window: '', resetsMs: null, atMs, words }
}

function kindOf(words: string): SetbackKind {
  if (LIMIT.test(words)) return 'limit'
  return LOGIN.test(words) ? 'login' : 'failure'
}
