import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { listOf, shown, textOf, timeOf } from './fields.ts'
import type { LogFormat } from './log-reader.ts'
import type { Fields } from './mended-lines.ts'

/** The scripted agent's transcript: every record stands alone. docs/scripted-agent.md has its form. */
export const scriptedLog: LogFormat = {
  name: 'scripted',
  knows: (record) => typeof record.at === 'string' && typeof record.sessionId === 'string',
  reader: () => ({ read }),
}

function read(record: Fields): LogEntry[] | null {
  const entries = entriesOf(record)
  const [id, atMs] = [textOf(record.id), timeOf(record.at)]
  return entries?.map((entry) => ({ ...entry, id: id && `${id}/${entry.kind}`, atMs })) ?? null
}

function entriesOf(record: Fields): LogEntry[] | null {
  const text = textOf(record.text)
  switch (record.type) {
    case 'user':
      return [logEntry({ role: 'user', kind: 'text', text })]
    case 'assistant':
      return [logEntry({ role: 'agent', kind: 'text', text })]
    case 'tool':
      return toolEntries(record)
    case 'event':
      return [logEntry({ role: 'event', kind: 'note', name: textOf(record.event), text })]
    default:
      return null
  }
}

function toolEntries({ argv, exitCode, output }: Fields): LogEntry[] {
  const [name = '', ...words] = listOf(argv).map(shown)
  const failed = exitCode !== 0
  const ended = typeof exitCode === 'number' ? `exit ${exitCode}` : 'did not end by itself'
  return [
    logEntry({ role: 'agent', kind: 'call', name, text: words.join(' ') }),
    logEntry({
      ...{ role: 'tool', kind: failed ? 'error' : 'result', name },
      text: [failed ? ended : '', textOf(output)].filter(Boolean).join('\n'),
    }),
  ]
}
