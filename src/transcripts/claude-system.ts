import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { formatDuration } from '../model/time.ts'
import { objectOf, shown, textOf } from './fields.ts'
import type { Fields } from './mended-lines.ts'

/** What Claude Code notes down beside the conversation; nothing for its book-keeping (snapshots, queues, progress). */
export function systemEntry(record: Fields): LogEntry[] {
  if (record.type === 'summary') return [event('summary', textOf(record.summary))]
  return record.type === 'system' ? [event(textOf(record.subtype), systemText(record))] : []
}

function systemText(record: Fields): string {
  switch (record.subtype) {
    case 'compact_boundary': {
      const { trigger, preTokens } = objectOf(record.compactMetadata)
      return [shown(trigger), preTokens === undefined ? '' : `${shown(preTokens)} tokens before`]
        .filter(Boolean)
        .join(', ')
    }
    case 'turn_duration':
      return typeof record.durationMs === 'number' ? formatDuration(record.durationMs) : ''
    case 'api_error':
      return shown(objectOf(record.error).message ?? objectOf(record.error).status ?? record.error)
    default:
      return textOf(record.content)
  }
}

function event(name: string, text: string): LogEntry {
  return logEntry({ role: 'event', kind: 'note', name, text })
}
