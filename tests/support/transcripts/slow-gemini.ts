import { GEMINI_WORDS } from './gemini-corpus.ts'
import type { Meant } from './meant.ts'
import { asObject, type Parsed, slowLines } from './slow-lines.ts'
import { SlowCounts, slowText, slowTime } from './slow-values.ts'

/** Every use in one Gemini transcript, repeats and all, by the rules of docs/transcripts.md. */
export function slowGemini(file: Buffer): { readonly uses: readonly Meant[]; readonly bad: number } {
  const { records, bad } = slowLines(file, GEMINI_WORDS)
  let session = ''
  const uses = records.flatMap(({ value }) => {
    const set = asObject(value.$set)
    session = slowText(set?.sessionId) || slowText(value.sessionId) || session
    const messages = [value, ...listIn(value), ...listIn(set)]
    return messages.flatMap((message) => useOf(session, message) ?? [])
  })
  return { uses, bad }
}

/** Every use in one document of an older version. */
export function slowGeminiDocument(file: Buffer): readonly Meant[] {
  const document = JSON.parse(file.toString('utf8')) as Parsed
  return listIn(document).flatMap((message) => useOf(slowText(document.sessionId), message) ?? [])
}

function listIn(value: Parsed | null): Parsed[] {
  const messages = value?.messages
  return Array.isArray(messages) ? messages.map(asObject).filter((message) => message !== null) : []
}

function useOf(session: string, message: Parsed): Meant | null {
  const tokens = asObject(message.tokens)
  const id = slowText(message.id)
  if (!tokens || id === '') return null
  const counts = new SlowCounts()
  const cacheRead = counts.count(tokens, 'cached')
  const parts = {
    input: Math.max(0, counts.count(tokens, 'input') - cacheRead) + counts.count(tokens, 'tool'),
    output: counts.count(tokens, 'output'),
    reasoning: counts.count(tokens, 'thoughts'),
    cacheRead,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
  }
  const atMs = slowTime(message.timestamp)
  return { id: `${session} ${id}`, atMs, model: slowText(message.model), tokens: parts, odd: counts.odd }
}
