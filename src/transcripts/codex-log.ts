import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { codexEvent } from './codex-log-events.ts'
import { CodexIds } from './codex-log-ids.ts'
import { codexCall, codexResult } from './codex-log-tools.ts'
import { isObject, listOf, objectOf, textOf, timeOf } from './fields.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import type { Fields } from './mended-lines.ts'
import { Recent } from './recent.ts'

/** Calls whose results are still awaited; a turn has a few dozen at most. */
const CALLS_KEPT = 1000

/**
 * Codex: `{timestamp, type, payload}`. Each text stands in a `response_item` and once more in an event (`user_message`,
 * `agent_message`, `item_completed`, by version); the items are in every version and are what is read.
 */
export const codexLog: LogFormat = {
  name: 'codex',
  knows: (record) => typeof record.type === 'string' && isObject(record.payload),
  reader: () => new CodexLog(),
}

class CodexLog implements LogReader {
  readonly #toolNames = new Recent<string>(CALLS_KEPT)
  readonly #ids = new CodexIds()
  #depth = 0
  /** Whose file it is; null before its first row. */
  #thread: string | null = null

  read({ timestamp, type, payload }: Fields): readonly LogEntry[] | null {
    if (typeof type !== 'string' || !isObject(payload)) return null
    if (type === 'session_meta' && !this.#isOwn(payload)) return []
    this.#ids.see(type, payload)
    return this.#entriesOf(type, payload).map((entry) => ({
      ...{ ...entry, id: this.#ids.of(payload, entry) },
      ...{ atMs: timeOf(timestamp), depth: this.#depth },
    }))
  }

  /** The first one tells whose the file is; a fork has those of its past after it. */
  #isOwn({ id, parent_thread_id }: Fields): boolean {
    if (this.#thread === null) {
      this.#thread = textOf(id)
      this.#depth = typeof parent_thread_id === 'string' ? 1 : 0
    }
    return this.#thread === textOf(id)
  }

  #entriesOf(type: string, payload: Fields): LogEntry[] {
    return type === 'response_item' ? this.#item(payload) : codexEvent(type, payload)
  }

  #item(item: Fields): LogEntry[] {
    const type = textOf(item.type)
    if (type === 'message') return message(item)
    if (type === 'reasoning') return [thinking(item)]
    if (type.endsWith('_call')) return [this.#call(item)]
    return type.endsWith('_output') ? [this.#result(item)] : []
  }

  #call(item: Fields): LogEntry {
    const entry = codexCall(item)
    this.#toolNames.set(textOf(item.call_id), entry.name)
    return entry
  }

  #result(item: Fields): LogEntry {
    return { ...codexResult(item.output), name: this.#toolNames.get(textOf(item.call_id)) ?? '' }
  }
}

/** What people and the agent said; instructions and surroundings that Codex gives its model are neither. */
function message(item: Fields): LogEntry[] {
  const text = textsOf(item.content)
  if (item.role === 'assistant') return [logEntry({ role: 'agent', kind: 'text', text })]
  return item.role === 'user' && !isContext(item, text)
    ? [logEntry({ role: 'user', kind: 'text', text })]
    : []
}

/** What Codex itself tells its model in the user's name. Newer versions mark what a person wrote. */
function isContext(item: Fields, text: string): boolean {
  const kinds = objectOf(item.internal_chat_message_metadata_passthrough).content_item_kinds
  if (listOf(kinds).includes('user.text')) return false
  return /^\s*(?:<[a-z_]+>|# AGENTS\.md instructions)/.test(text)
}

function thinking({ summary, content }: Fields): LogEntry {
  const text = [textsOf(summary), textsOf(content)].filter(Boolean).join('\n')
  return logEntry({ role: 'agent', kind: 'thinking', text })
}

function textsOf(parts: unknown): string {
  return listOf(parts)
    .map((part) => textOf(objectOf(part).text))
    .filter(Boolean)
    .join('\n')
}
