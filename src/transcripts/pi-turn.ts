import type { TurnTold } from '../model/turn.ts'
import { lastRow } from './lines-with.ts'
import { asFields } from './mended-lines.ts'
import { readIsoTime } from './times.ts'

/** One of them stands in each message. */
const MARKS = ['"role":"user"', '"role":"assistant"', '"role":"toolResult"']

/** Why an answer ended, as seen with 0.73.1. After an error it may try again; every other word is not known. */
const ENDS: Readonly<Record<string, TurnTold['says']>> = {
  toolUse: 'working',
  stop: 'idle',
  length: 'idle',
  aborted: 'idle',
}

/** What a session of pi tells last of its turns; null: nothing. */
export function readPiTurn(lines: Buffer): TurnTold | null {
  const row = lastRow(lines, MARKS)
  const message = asFields(row?.message)
  const atMs = readIsoTime(row?.timestamp)
  if (!message || atMs === null) return null
  const { role, stopReason } = message
  if (role === 'user' || role === 'toolResult') return { says: 'working', atMs, detail: '' }
  const isKnown = typeof stopReason === 'string' && Object.hasOwn(ENDS, stopReason)
  return { says: isKnown ? (ENDS[stopReason] ?? null) : null, atMs, detail: '' }
}
