import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { isObject, listOf, objectOf, shown, textOf, timeOf } from './fields.ts'
import { geminiTools } from './gemini-log-tools.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import type { Fields } from './mended-lines.ts'
import { Recent } from './recent.ts'

/** Messages that may be written again; a session has a few hundred. */
const MESSAGES_KEPT = 5000

/** Gemini CLI: a message is written again with what it got since, and a resumed session copies its past in one `$set`. */
export const geminiLog: LogFormat = {
  name: 'gemini',
  knows: (record) =>
    ('projectHash' in record && 'sessionId' in record) ||
    '$set' in record ||
    (typeof record.id === 'string' && record.type === 'gemini'),
  reader: () => new GeminiLog(),
}

class GeminiLog implements LogReader {
  /** Of each message the ids of its entries that were told. */
  readonly #told = new Recent<Set<string>>(MESSAGES_KEPT)
  #depth = 0

  read(record: Fields): readonly LogEntry[] | null {
    if (record.kind === 'subagent') this.#depth = 1
    const set = objectOf(record.$set)
    const messages = listOf(record.messages ?? set.messages)
    if (messages.length > 0) return messages.flatMap((message) => this.#news(objectOf(message)))
    if ('$rewindTo' in record) return [event('rewind', `to ${shown(record.$rewindTo)}`)]
    if (typeof record.id === 'string' && typeof record.type === 'string') return this.#news(record)
    return '$set' in record || 'sessionId' in record ? [] : null
  }

  /** What was not told of a message yet. */
  #news(message: Fields): LogEntry[] {
    const told = this.#told.get(textOf(message.id)) ?? new Set()
    this.#told.set(textOf(message.id), told)
    return entriesOf(message)
      .map((entry) => ({ ...entry, id: `${textOf(message.id)}/${entry.id}`, depth: this.#depth }))
      .filter(({ id }) => !told.has(id) && told.add(id))
  }
}

/** All entries of a message; their ids are good within it. */
function entriesOf(message: Fields): LogEntry[] {
  const place = { atMs: timeOf(message.timestamp) }
  const text = textsOf(message.content)
  if (message.type === 'user') {
    // The first message is Gemini's own: the surroundings, for its model.
    if (text === '' || text.startsWith('<session_context>')) return []
    return [logEntry({ role: 'user', kind: 'text', text, id: 'text', ...place })]
  }
  if (message.type !== 'gemini') return [{ ...event(textOf(message.type), text), ...place, id: 'event' }]
  return [
    ...thoughtsOf(message, place),
    ...(text === '' ? [] : [logEntry({ role: 'agent', kind: 'text', text, id: 'text', ...place })]),
    ...geminiTools(message.toolCalls, place),
  ]
}

function thoughtsOf({ thoughts }: Fields, place: Pick<LogEntry, 'atMs'>): LogEntry[] {
  return listOf(thoughts).map((thought, index) => {
    const { subject, description } = objectOf(thought)
    const text = [subject, description].map(shown).filter(Boolean).join('\n')
    return logEntry({ role: 'agent', kind: 'thinking', text, id: `thought/${index}`, ...place })
  })
}

/** Text, or the texts among parts; thoughts and what a tool answered are told at their own place. */
function textsOf(content: unknown): string {
  if (typeof content === 'string') return content
  return (isObject(content) ? [content] : listOf(content))
    .map(objectOf)
    .filter((part) => part.thought !== true)
    .map((part) => textOf(part.text))
    .filter(Boolean)
    .join('\n')
}

function event(name: string, text: string): LogEntry {
  const kind = name === 'error' ? 'error' : 'note'
  return logEntry({ role: 'event', kind, name, text })
}
