import type { Tokens } from '../model/tokens.ts'
import type { Use } from '../model/use.ts'
import { readCount } from './counts.ts'
import { isObject, objectOf, textOf } from './fields.ts'
import type { Fields } from './mended-lines.ts'
import { readIsoTime, readMs } from './times.ts'

/** A message of OpenCode: a row of its database, or one of its older JSON files. */
export interface OpencodeMessage {
  readonly id: string
  /** What OpenCode 2 has in a column of its own; older ones say it in `data.role`. */
  readonly type?: string
  /** The row's own time of creation, where the data tell none. */
  readonly createdMs: number | null
  readonly data: Fields
}

/** What an answer used; null: no answer of a model, without tokens, or the copy that a fork made of one. */
export function opencodeUse(message: OpencodeMessage): Use | null {
  const { id, data, createdMs } = message
  if (!isAnswer(message) || !isObject(data.tokens) || id === '' || isForkedCopy(message)) return null
  const { tokens, odd } = readTokens(data.tokens)
  return { id, atMs: timeOf(objectOf(data.time).created) ?? createdMs, model: modelOf(data), tokens, odd }
}

/** Whether a model is still writing it, so that its row will be written over. */
export function isUnfinished(message: OpencodeMessage): boolean {
  return isAnswer(message) && timeOf(objectOf(message.data.time).completed) === null
}

/** Whether a message is an answer of a model. */
export function isAnswer({ type, data }: OpencodeMessage): boolean {
  return (type ?? data.role) === 'assistant'
}

/** The model by its own name, without its provider's; '' when none is told. */
export function modelOf({ modelID, model }: Fields): string {
  const { id, modelID: older } = objectOf(model)
  return textOf(modelID) || textOf(id) || textOf(older)
}

/** A time of OpenCode: ms since 1970; null: not told. */
export function timeOf(value: unknown): number | null {
  return readMs(value) ?? readIsoTime(value)
}

/** Time passes between an answer and its fork, which a person or a plug-in asks for; an id is made in the ms of its message. */
const FORK_TAKES_MS = 100

/** OpenCode's ids begin with 48 bits in hex: the ms of their making × 4096 + a counter; of the ms, 36 bits are left. */
const ID_WITH_TIME = /^msg_([0-9a-f]{12})/
const PER_MS = 4096
const ID_TIMES = 2 ** 36

/**
 * A fork writes the past of a session again, under new ids and with the old times: the id of a copy is younger than
 * its answer's end. What was copied was counted where it was answered.
 */
function isForkedCopy({ id, data }: OpencodeMessage): boolean {
  const digits = ID_WITH_TIME.exec(id)?.[1]
  const { created, completed } = objectOf(data.time)
  const times = [created, completed].map(timeOf).filter((ms) => ms !== null)
  if (digits === undefined || times.length === 0) return false
  const madeMs = Math.floor(Number.parseInt(digits, 16) / PER_MS)
  const laterMs = modulo(madeMs - Math.max(...times), ID_TIMES)
  return laterMs > FORK_TAKES_MS && laterMs < ID_TIMES / 2
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}

function readTokens(tokens: Fields): { tokens: Tokens; odd: boolean } {
  const { read, write } = objectOf(tokens.cache)
  const counts = [tokens.input, tokens.output, tokens.reasoning, read, write].map(readCount)
  const [input = 0, output = 0, reasoning = 0, cacheRead = 0, cacheWrite5m = 0] = counts.map(
    ({ count }) => count,
  )
  return {
    tokens: { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h: 0 },
    odd: counts.some(({ odd }) => odd),
  }
}
