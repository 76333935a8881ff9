import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { listOf, objectOf, shown, textOf, timeOf } from './fields.ts'
import type { LogFormat } from './log-reader.ts'
import type { Fields } from './mended-lines.ts'
import { toolInput, toolOutput } from './tool-text.ts'

/** pi: every row stands alone; a fork copies rows as they are. */
export const piLog: LogFormat = {
  name: 'pi',
  knows: (record) =>
    (record.type === 'session' && typeof record.cwd === 'string') ||
    (record.type === 'message' && 'parentId' in record),
  reader: () => ({ read }),
}

/** Rows about how it is set up, which tell nothing of the work. */
const SETTINGS = ['session', 'thinking_level_change', 'label', 'session_info', 'custom']

function read(record: Fields): LogEntry[] | null {
  const entries = entriesOf(record)
  const id = `${textOf(record.timestamp)}/${textOf(record.id)}`
  const atMs = timeOf(record.timestamp)
  return entries?.map((entry, index) => ({ ...entry, id: `${id}/${index}`, atMs })) ?? null
}

function entriesOf(record: Fields): LogEntry[] | null {
  switch (record.type) {
    case 'message':
      return messageEntries(objectOf(record.message))
    case 'model_change':
      return [event('model_change', [record.provider, record.modelId].map(shown).filter(Boolean).join('/'))]
    case 'compaction':
    case 'branch_summary':
      return [event(record.type, textOf(record.summary))]
    case 'custom_message':
      return [event(textOf(record.customType), toolOutput(record.content))]
    default:
      return SETTINGS.includes(textOf(record.type)) ? [] : null
  }
}

function messageEntries(message: Fields): LogEntry[] {
  switch (message.role) {
    case 'user':
      return [logEntry({ role: 'user', kind: 'text', text: toolOutput(message.content) })]
    case 'assistant':
      return [...listOf(message.content).flatMap(blockEntries), ...failure(message)]
    case 'toolResult': {
      const kind = message.isError === true ? 'error' : 'result'
      const name = textOf(message.toolName)
      return [logEntry({ role: 'tool', kind, name, text: toolOutput(message.content) })]
    }
    case 'bashExecution':
      return [event('bash', [message.command, message.output].map(shown).filter(Boolean).join('\n'))]
    default:
      return [event(textOf(message.role), toolOutput(message.content ?? message.summary))]
  }
}

function blockEntries(value: unknown): LogEntry[] {
  const block = objectOf(value)
  switch (block.type) {
    case 'text':
      return [logEntry({ role: 'agent', kind: 'text', text: textOf(block.text) })]
    case 'thinking':
      return [logEntry({ role: 'agent', kind: 'thinking', text: textOf(block.thinking) })]
    case 'toolCall': {
      const text = toolInput(block.arguments)
      return [logEntry({ role: 'agent', kind: 'call', name: textOf(block.name), text })]
    }
    default:
      return []
  }
}

/** An answer that was refused or broken off. */
function failure({ stopReason, errorMessage }: Fields): LogEntry[] {
  if (stopReason !== 'error' && stopReason !== 'aborted') return []
  const kind = stopReason === 'error' ? 'error' : 'note'
  return [logEntry({ role: 'event', kind, name: stopReason, text: textOf(errorMessage) })]
}

function event(name: string, text: string): LogEntry {
  return logEntry({ role: 'event', kind: 'note', name, text })
}
