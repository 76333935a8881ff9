import type { Setback, SetbackKind } from '../model/setback.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { contentWords, epochMs } from './setback-words.ts'
import { readIsoTime } from './times.ts'

/** What its field `error` names, as seen with 2.1.329. Every other error is a failure. */
const KINDS: Readonly<Record<string, SetbackKind>> = {
  authentication_failed: 'login',
  billing_error: 'money',
}
/** Words of the errors that `error` does not tell apart. */
const CONTEXT = /^(Prompt is too long|Context limit reached|Conversation too long)/
/** A limit without `quotaLimits`: usage credits. */
const LIMIT = /^You['’](ve (hit|reached) your .{0,40}limit|re out of (extra usage|usage credits))/

/** What a record of Claude Code tells of a turn that an error ended; null: nothing. */
export function readClaudeSetback(record: Fields): Setback | null {
  const atMs = readIsoTime(record.timestamp)
  if (record.isApiErrorMessage !== true || atMs === null) return null
  const words = contentWords(asFields(record.message)?.content)
  const quota = asFields(record.quotaLimits)
  const kind = kindOf(record, quota, words)
  // A sub-agent's failure is told to its agent, which goes on; a limit stops them both.
  if (kind !== 'limit' && record.isSidechain === true) return null
  if (kind !== 'limit') return { kind, window: '', resetsMs: null, atMs, words }
  const window = typeof quota?.rateLimitType === 'string' ? quota.rateLimitType : ''
  return { kind, window, resetsMs: epochMs(quota?.resetsAt), atMs, words }
}

function kindOf({ error, apiError }: Fields, quota: Fields | null, words: string): SetbackKind {
  const isLimit = quota?.status === 'rejected' || apiError === 'usage_limit_reached' || LIMIT.test(words)
  if (error === 'rate_limit' && isLimit) return 'limit'
  if (CONTEXT.test(words)) return 'context'
  return (typeof error === 'string' && Object.hasOwn(KINDS, error) ? KINDS[error] : null) ?? 'failure'
}
