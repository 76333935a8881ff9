import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { systemEntry } from './claude-system.ts'
import { isObject, listOf, objectOf, textOf, timeOf } from './fields.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import type { Fields } from './mended-lines.ts'
import { Recent } from './recent.ts'
import { toolInput, toolOutput } from './tool-text.ts'

/** Calls whose results are still awaited; a turn has a few dozen at most. */
const CALLS_KEPT = 1000

/** Claude Code: one row for each content block; facts of the format are in docs/transcripts.md. */
export const claudeLog: LogFormat = {
  name: 'claude',
  knows: (record) =>
    typeof record.type === 'string' &&
    ['sessionId', 'uuid', 'leafUuid', 'isSnapshotUpdate'].some((key) => key in record),
  reader: () => new ClaudeLog(),
}

class ClaudeLog implements LogReader {
  readonly #toolNames = new Recent<string>(CALLS_KEPT)

  read(record: Fields): readonly LogEntry[] | null {
    if (typeof record.type !== 'string') return null
    const depth = record.isSidechain === true ? 1 : 0
    const atMs = timeOf(record.timestamp)
    const uuid = textOf(record.uuid)
    return this.#entriesOf(record).map((entry, index) => ({
      ...{ ...entry, atMs, depth },
      id: uuid && `${uuid}/${index}`,
    }))
  }

  #entriesOf(record: Fields): LogEntry[] {
    switch (record.type) {
      case 'user':
        return this.#userEntries(record)
      case 'assistant':
        return record.isApiErrorMessage === true ? [refusal(record)] : this.#blocks(record, 'agent')
      case 'attachment':
        return queuedText(objectOf(record.attachment))
      default:
        return systemEntry(record)
    }
  }

  #userEntries(record: Fields): LogEntry[] {
    const entries = this.#blocks(record, 'user')
    const name = notesName(record)
    if (name === null) return entries
    return entries.map((entry) => ({
      ...entry,
      role: 'event',
      kind: 'note',
      name,
      text: noteText(entry.text),
    }))
  }

  #blocks(record: Fields, role: 'user' | 'agent'): LogEntry[] {
    const { content } = objectOf(record.message)
    if (typeof content === 'string') return [logEntry({ role, kind: 'text', text: content })]
    return listOf(content).flatMap((block) => this.#block(objectOf(block), role))
  }

  #block(block: Fields, role: 'user' | 'agent'): LogEntry[] {
    switch (block.type) {
      case 'text':
        return [logEntry({ role, kind: 'text', text: textOf(block.text) })]
      case 'thinking':
        return [logEntry({ role, kind: 'thinking', text: textOf(block.thinking) })]
      case 'tool_use':
      case 'server_tool_use':
        return [this.#call(block)]
      case 'tool_result':
        return [this.#result(block)]
      default:
        return typeof block.type === 'string'
          ? [logEntry({ role, kind: 'text', text: `[${block.type}]` })]
          : []
    }
  }

  #call({ id, name, input }: Fields): LogEntry {
    this.#toolNames.set(textOf(id), textOf(name))
    return logEntry({ role: 'agent', kind: 'call', name: textOf(name), text: toolInput(input) })
  }

  #result({ tool_use_id, is_error, content }: Fields): LogEntry {
    const name = this.#toolNames.get(textOf(tool_use_id)) ?? ''
    return logEntry({
      role: 'tool',
      kind: is_error === true ? 'error' : 'result',
      name,
      text: toolOutput(content),
    })
  }
}

/** What Claude Code itself puts in the user's mouth, as a note of that name; null: a person, or whoever types for one, said it. */
function notesName({ isCompactSummary, isMeta, origin }: Fields): string | null {
  if (isCompactSummary === true) return 'summary'
  if (objectOf(origin).kind === TASK_NOTIFICATION) return TASK_NOTIFICATION
  return isMeta === true ? 'note' : null
}

/** A task in the background (a sub-agent, a shell) that has news; the rest of its text is for the model. */
const TASK_NOTIFICATION = 'task-notification'

function noteText(text: string): string {
  if (!text.trimStart().startsWith(`<${TASK_NOTIFICATION}>`)) return text
  const parts = ['summary', 'result'].map((tag) => betweenTags(text, tag)).filter(Boolean)
  return parts.length === 0 ? text : parts.join('\n')
}

/** From the first opening tag to the last closing one: a result may hold such tags of its own. */
function betweenTags(text: string, tag: string): string {
  const start = text.indexOf(`<${tag}>`)
  const end = text.lastIndexOf(`</${tag}>`)
  return start === -1 || end < start ? '' : text.slice(start + tag.length + 2, end)
}

/** Claude's own words in the place of an answer that the provider refused. */
function refusal(record: Fields): LogEntry {
  const text = toolOutput(objectOf(record.message).content)
  return logEntry({ role: 'event', kind: 'error', name: textOf(record.error), text })
}

/** What a person typed while the agent was working reaches it as an attachment. */
function queuedText({ type, prompt }: Fields): LogEntry[] {
  if (type !== 'queued_command') return []
  return [logEntry({ role: 'user', kind: 'text', text: isObject(prompt) ? '' : toolOutput(prompt) })]
}
