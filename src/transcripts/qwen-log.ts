import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { isObject, listOf, objectOf, shown, textOf, timeOf } from './fields.ts'
import type { LogFormat } from './log-reader.ts'
import type { Fields } from './mended-lines.ts'
import { toolInput } from './tool-text.ts'

/** Qwen Code: rows like Claude Code's around messages like Gemini's. */
export const qwenLog: LogFormat = {
  name: 'qwen',
  knows: (record) =>
    typeof record.uuid === 'string' &&
    (Array.isArray(objectOf(record.message).parts) || isObject(record.systemPayload)),
  reader: () => ({ read }),
}

function read(record: Fields): LogEntry[] | null {
  const entries = entriesOf(record)
  const [id, atMs] = [textOf(record.uuid), timeOf(record.timestamp)]
  return entries?.map((entry, index) => ({ ...entry, id: id && `${id}/${index}`, atMs })) ?? null
}

function entriesOf(record: Fields): LogEntry[] | null {
  const parts = listOf(objectOf(record.message).parts).map(objectOf)
  switch (record.type) {
    case 'user':
      return textsOf(parts).map((text) => logEntry({ role: 'user', kind: 'text', text }))
    case 'assistant':
      return parts.flatMap(partEntries)
    case 'tool_result':
      return parts.flatMap((part) => resultEntries(part, objectOf(record.toolCallResult)))
    case 'system':
      return systemEntries(textOf(record.subtype), objectOf(record.systemPayload))
    default:
      return null
  }
}

function partEntries(part: Fields): LogEntry[] {
  if (isObject(part.functionCall)) {
    const { name, args } = part.functionCall
    return [logEntry({ role: 'agent', kind: 'call', name: textOf(name), text: toolInput(args) })]
  }
  const kind = part.thought === true ? 'thinking' : 'text'
  return textsOf([part]).map((text) => logEntry({ role: 'agent', kind, text }))
}

function resultEntries({ functionResponse }: Fields, { status }: Fields): LogEntry[] {
  if (!isObject(functionResponse)) return []
  const response = objectOf(functionResponse.response)
  const kind = status === 'error' || status === 'cancelled' ? 'error' : 'result'
  const text = shown(response.output ?? response.error ?? response)
  return [logEntry({ role: 'tool', kind, name: textOf(functionResponse.name), text })]
}

/** What it notes down beside the conversation; of its measurements the errors alone. */
function systemEntries(subtype: string, payload: Fields): LogEntry[] {
  const measured = objectOf(payload.uiEvent)
  if (measured['event.name'] === 'qwen-code.api_error')
    return [
      logEntry({ role: 'event', kind: 'error', name: 'api_error', text: shown(measured.error_message) }),
    ]
  if (subtype === 'slash_command' && payload.phase === 'invocation')
    return [note(subtype, payload.rawCommand)]
  return subtype === 'chat_compression' ? [note(subtype, '')] : []
}

function note(name: string, text: unknown): LogEntry {
  return logEntry({ role: 'event', kind: 'note', name, text: shown(text) })
}

function textsOf(parts: readonly Fields[]): string[] {
  return parts.map(({ text }) => textOf(text)).filter(Boolean)
}
