import type { Setback, SetbackKind } from '../model/setback.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { epochMs, wordsOf } from './setback-words.ts'
import { readIsoTime } from './times.ts'

/** `codex_error_info` of a turn that failed, as seen with 0.169.0. Every other one is a failure. */
const KINDS: Readonly<Record<string, SetbackKind>> = {
  usage_limit_exceeded: 'limit',
  context_window_exceeded: 'context',
  unauthorized: 'login',
}
/** It has the same `codex_error_info` as a limit, but no time mends it. */
const MONEY = /^Quota exceeded/
const UNAUTHORIZED = 401

/** What the end of a turn of Codex tells of an error; null: there was none. `resetsMs`: when the windows that are full end. */
export function readCodexSetback(row: Fields, resetsMs: number | null): Setback | null {
  const error = asFields(asFields(row.payload)?.error)
  const atMs = readIsoTime(row.timestamp)
  if (!error || atMs === null) return null
  const words = wordsOf(error.message)
  const kind = kindOf(error.codex_error_info, words)
  const isAhead = kind === 'limit' && resetsMs !== null && resetsMs > atMs
  return { kind, window: '', resetsMs: isAhead ? resetsMs : null, atMs, words }
}

/** When the last of the windows that are used up ends, ms; null: none is. `before`: the same, where no window is told now. */
export function fullUntilMs(rateLimits: unknown, before: number | null): number | null {
  const limits = asFields(rateLimits)
  // The refusal itself may bring none.
  if (!limits?.primary && !limits?.secondary) return before
  const resets = [limits.primary, limits.secondary].map((window) => {
    const { used_percent, resets_at } = asFields(window) ?? {}
    return typeof used_percent === 'number' && used_percent >= 100 ? epochMs(resets_at) : null
  })
  const known = resets.filter((at) => at !== null)
  return known.length > 0 ? Math.max(...known) : null
}

/** A word, or an object that has the word as its key and the status below it. */
function kindOf(info: unknown, words: string): SetbackKind {
  if (MONEY.test(words)) return 'money'
  const [name, detail] =
    typeof info === 'string' ? [info, null] : (Object.entries(asFields(info) ?? {})[0] ?? [])
  if (asFields(detail)?.http_status_code === UNAUTHORIZED) return 'login'
  return (name !== undefined && Object.hasOwn(KINDS, name) ? KINDS[name] : null) ?? 'failure'
}
