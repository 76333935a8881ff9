import type { Tokens } from '../model/tokens.ts'
import type { Use } from '../model/use.ts'
import { readCount } from './counts.ts'
import { lineId } from './line-id.ts'
import { asFields, type Fields, type FoundRecord } from './mended-lines.ts'
import { readIsoTime } from './times.ts'

/** The model of Claude Code's own error texts: nothing was used. */
export const SYNTHETIC = '<synthetic>'

const COUNTS = ['input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens']
const LIVES = ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens']

/** What a record of Claude Code tells of tokens, by the rules of docs/transcripts.md; null: nothing. */
export function readClaudeRecord({ fields, bytes }: FoundRecord): Use | null {
  const message = asFields(fields.message)
  const usage = asFields(message?.usage)
  if (!message || !usage || message.model === SYNTHETIC || !hasCount(usage)) return null
  return {
    id: [message.id, fields.requestId, fields.uuid].find(isName) ?? lineId(bytes),
    atMs: readIsoTime(fields.timestamp),
    model: typeof message.model === 'string' ? message.model : '',
    ...readTokens(usage),
  }
}

/** A usage without one of the counts tells nothing of what was used. */
function hasCount(usage: Fields): boolean {
  return (
    COUNTS.some((name) => name in usage) ||
    LIVES.some((name) => name in (asFields(usage.cache_creation) ?? {}))
  )
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function readTokens(usage: Fields): { tokens: Tokens; odd: boolean } {
  const input = readCount(usage.input_tokens)
  const output = readCount(usage.output_tokens)
  const cacheRead = readCount(usage.cache_read_input_tokens)
  const written = readCacheWrites(usage)
  return {
    tokens: {
      input: input.count,
      output: output.count,
      reasoning: 0,
      cacheRead: cacheRead.count,
      cacheWrite5m: written.minutes,
      cacheWrite1h: written.hour,
    },
    odd: input.odd || output.odd || cacheRead.odd || written.odd,
  }
}

/** By their lives where these are told, and odd where their sum is not the flat count beside them. */
function readCacheWrites(usage: Fields): { minutes: number; hour: number; odd: boolean } {
  const flat = readCount(usage.cache_creation_input_tokens)
  const byLife = asFields(usage.cache_creation)
  if (!byLife || !LIVES.some((name) => name in byLife)) {
    return { minutes: flat.count, hour: 0, odd: flat.odd }
  }
  const minutes = readCount(byLife.ephemeral_5m_input_tokens)
  const hour = readCount(byLife.ephemeral_1h_input_tokens)
  const hasFlat = (usage.cache_creation_input_tokens ?? null) !== null
  const differs = hasFlat && flat.count !== minutes.count + hour.count
  return {
    minutes: minutes.count,
    hour: hour.count,
    odd: minutes.odd || hour.odd || flat.odd || differs,
  }
}
