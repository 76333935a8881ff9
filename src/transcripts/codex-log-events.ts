import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { shown, textOf } from './fields.ts'
import type { Fields } from './mended-lines.ts'

/** What Codex notes down beside the conversation; nothing for what only repeats it. */
export function codexEvent(type: string, payload: Fields): LogEntry[] {
  switch (type) {
    case 'session_meta':
      return [event('session', session(payload))]
    case 'compacted':
      return [event('compacted', textOf(payload.message))]
    case 'event_msg':
      return message(payload)
    default:
      return []
  }
}

/** The past of a fork stands in its file once more, or is left out: either way a reader wants to know of whom it is. */
function session({ cwd, cli_version, forked_from_id, parent_thread_id }: Fields): string {
  const isFork = Boolean(forked_from_id) && !parent_thread_id
  return `${shown(cwd)} in codex ${shown(cli_version)}${isFork ? `, a fork of ${shown(forked_from_id)}` : ''}`
}

function message(payload: Fields): LogEntry[] {
  const name = textOf(payload.type)
  switch (name) {
    case 'turn_aborted':
      return [event(name, shown(payload.reason))]
    case 'error':
    case 'stream_error':
      return [logEntry({ role: 'event', kind: 'error', name, text: shown(payload.message) })]
    case 'warning':
    case 'model_reroute':
      return [event(name, shown(payload.message))]
    default:
      return []
  }
}

function event(name: string, text: string): LogEntry {
  return logEntry({ role: 'event', kind: 'note', name, text })
}
