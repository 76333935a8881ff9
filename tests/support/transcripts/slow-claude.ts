import { CLAUDE_WORDS } from './claude-corpus.ts'
import type { Meant } from './meant.ts'
import { asObject, type Parsed, slowLines } from './slow-lines.ts'
import { SlowCounts, slowText, slowTime } from './slow-values.ts'

/** Every use in one Claude transcript, repeats and all, by the rules of docs/transcripts.md. */
export function slowClaude(file: Buffer): { readonly uses: readonly Meant[]; readonly bad: number } {
  const { records, bad } = slowLines(file, CLAUDE_WORDS)
  return { uses: records.flatMap(({ value, text }) => useOf(value, text) ?? []), bad }
}

function useOf(record: Parsed, text: string): Meant | null {
  const message = asObject(record.message)
  const usage = asObject(message?.usage)
  if (!message || !usage || message.model === '<synthetic>') return null
  const counts = new SlowCounts()
  const tokens = {
    input: counts.count(usage, 'input_tokens'),
    output: counts.count(usage, 'output_tokens'),
    reasoning: 0,
    cacheRead: counts.count(usage, 'cache_read_input_tokens'),
    ...cacheWrites(counts, usage),
  }
  return {
    id: idOf(record, message, text),
    atMs: slowTime(record.timestamp),
    model: slowText(message.model),
    tokens,
    odd: counts.odd,
  }
}

function idOf(record: Parsed, message: Parsed, text: string): string {
  if (isName(message.id)) return `message ${message.id}`
  if (isName(record.requestId)) return `request ${record.requestId}`
  return isName(record.uuid) ? `uuid ${record.uuid}` : `line ${text}`
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function cacheWrites(counts: SlowCounts, usage: Parsed) {
  const nested = asObject(usage.cache_creation)
  const flat = counts.count(usage, 'cache_creation_input_tokens')
  const [key5m, key1h] = ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens']
  if (!nested || !(key5m in nested || key1h in nested)) return { cacheWrite5m: flat, cacheWrite1h: 0 }
  const [cacheWrite5m, cacheWrite1h] = [counts.count(nested, key5m), counts.count(nested, key1h)]
  const flatIsThere = (usage.cache_creation_input_tokens ?? null) !== null
  if (flatIsThere && flat !== cacheWrite5m + cacheWrite1h) counts.odd = true
  return { cacheWrite5m, cacheWrite1h }
}
