import type { Setback, SetbackKind } from '../model/setback.ts'
import { isObject, objectOf, textOf } from './fields.ts'
import { isAnswer, type OpencodeMessage, timeOf } from './opencode-usage.ts'
import { wordsOf } from './setback-words.ts'
import { kindOfStatus } from './status-kind.ts'

/** A person broke it off. */
const ABORTED = 'MessageAbortedError'

/**
 * What an answer of OpenCode tells of the error that ended its turn, as seen with 1.18.33; null: nothing. Limits and overload it tries
 * again for ever and writes nothing of it; a full context it compacts by itself.
 */
export function opencodeSetback(message: OpencodeMessage): Setback | null {
  const { data } = message
  if (!isAnswer(message) || !isObject(data.error)) return null
  const name = textOf(data.error.name)
  const { completed, created } = objectOf(data.time)
  const atMs = timeOf(completed) ?? timeOf(created) ?? message.createdMs
  if (name === ABORTED || atMs === null) return null
  const told = objectOf(data.error.data)
  const words = wordsOf(told.message) || name
  return { kind: kindOf(told.statusCode, words), window: '', resetsMs: null, atMs, words }
}

function kindOf(status: unknown, words: string): SetbackKind {
  return kindOfStatus(typeof status === 'number' ? status : null, words)
}
