import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { listOf, objectOf, shown, textOf } from './fields.ts'
import type { Fields } from './mended-lines.ts'
import {
  isAnswer,
  isUnfinished,
  modelOf,
  type OpencodeMessage,
  opencodeUse,
  timeOf,
} from './opencode-usage.ts'

/** A part of a message as log entries. */
export interface LogPiece {
  /** The same each time the part is read. */
  readonly id: string
  /** It will not change any more; what is not whole now may be told later. */
  readonly isWhole: boolean
  readonly entries: readonly LogEntry[]
}

/**
 * A message in pieces, with what it used at its end. `parts`: the rows of its parts as JSON (with `id`), in their
 * order; OpenCode 2 has what a message says in the message itself.
 */
export function opencodePieces(message: OpencodeMessage, parts: readonly Fields[]): LogPiece[] {
  const isOver = !isUnfinished(message)
  const said =
    message.type === undefined ? parts.map((part) => olderPart(part, message)) : newerParts(message)
  return [...said, ...ending(message)].map(({ id, isWhole, entries }) => ({
    id,
    isWhole: isWhole || isOver,
    entries: entries.map((entry) => ({ ...entry, id, atMs: entry.atMs ?? startOf(message) })),
  }))
}

function startOf({ data, createdMs }: OpencodeMessage): number | null {
  return timeOf(objectOf(data.time).created) ?? createdMs
}

/** What an answer ended with: an error, what it used. */
function ending(message: OpencodeMessage): LogPiece[] {
  const { id, data } = message
  if (!isAnswer(message)) return []
  const atMs = timeOf(objectOf(data.time).completed)
  const use = opencodeUse(message)
  const error = objectOf(data.error)
  const [name, text] = [textOf(error.name) || textOf(error.type), textOf(objectOf(error.data).message)]
  const failed = logEntry({
    role: 'agent',
    kind: 'error',
    atMs,
    name,
    text: text || textOf(error.message) || name,
  })
  const used =
    use && logEntry({ role: 'agent', kind: 'usage', atMs, tokens: use.tokens, model: modelOf(data) })
  return [
    ...(data.error ? [piece(`${id}/error`, true, [failed])] : []),
    ...(used ? [piece(`${id}/usage`, false, [used])] : []),
  ]
}

function piece(id: string, isWhole: boolean, entries: readonly LogEntry[]): LogPiece {
  return { id, isWhole, entries }
}

/** A part of OpenCode 1. */
function olderPart(part: Fields, message: OpencodeMessage): LogPiece {
  const { start, end } = objectOf(part.time)
  const atMs = timeOf(start)
  const role = isAnswer(message) ? 'agent' : 'user'
  const of = (isWhole: boolean, ...entries: LogEntry[]) => piece(textOf(part.id), isWhole, entries)
  const isEnded = role === 'user' || end !== undefined
  switch (part.type) {
    case 'text':
      return of(isEnded, logEntry({ role, kind: 'text', atMs, text: textOf(part.text) }))
    case 'reasoning':
      return of(isEnded, logEntry({ role, kind: 'thinking', atMs, text: textOf(part.text) }))
    case 'tool':
      return of(
        isSettled(part),
        ...toolEntries(textOf(part.tool), objectOf(part.state), objectOf(part.state).time),
      )
    case 'file':
      return of(true, event('file', textOf(part.filename) || textOf(part.mime)))
    case 'subtask':
      return of(true, event('subtask', textOf(part.description) || textOf(part.prompt)))
    case 'retry':
      return of(true, event('retry', textOf(objectOf(objectOf(part.error).data).message)))
    case 'compaction':
      return of(true, event('compaction', ''))
    default:
      return of(true) // step-start, step-finish, snapshot, patch, agent: nothing for people
  }
}

/** What a message of OpenCode 2 says. */
function newerParts({ id, type, data }: OpencodeMessage): LogPiece[] {
  if (type === 'assistant')
    return listOf(data.content).map((part, at, all) => newerPart(`${id}/${at}`, part, at === all.length - 1))
  const text = textOf(data.text) || textOf(data.summary)
  if (type === 'user') return [piece(id, true, [logEntry({ role: 'user', kind: 'text', text })])]
  if (type === 'shell') return [piece(id, data.status !== 'running', shellEntries(data))]
  const isRunning = type === 'compaction' && data.status === 'running'
  const switched = textOf(data.agent) || modelOf(data)
  return [piece(id, !isRunning, type === 'idle' ? [] : [event(type ?? '', text || switched)])]
}

function newerPart(id: string, part: unknown, isLast: boolean): LogPiece {
  const { type, text, name, state, time } = objectOf(part)
  const atMs = timeOf(objectOf(time).created)
  if (type === 'text')
    return piece(id, !isLast, [logEntry({ role: 'agent', kind: 'text', atMs, text: textOf(text) })])
  if (type === 'reasoning')
    return piece(id, !isLast, [logEntry({ role: 'agent', kind: 'thinking', atMs, text: textOf(text) })])
  if (type !== 'tool') return piece(id, true, [])
  return piece(id, isSettled(objectOf(part)), toolEntries(textOf(name), objectOf(state), time))
}

function isSettled(part: Fields): boolean {
  const { status } = objectOf(part.state)
  return status === 'completed' || status === 'error'
}

/** A call, and what came back when it came back. */
function toolEntries(name: string, state: Fields, time: unknown): LogEntry[] {
  const { start, end, created, ran, completed } = objectOf(time)
  const call = logEntry({
    role: 'agent',
    kind: 'call',
    atMs: timeOf(start ?? ran ?? created),
    name,
    text: shown(state.input),
  })
  if (!isSettled({ state })) return [call]
  const atMs = timeOf(end ?? completed)
  if (state.status === 'error') {
    const text = textOf(state.error) || textOf(objectOf(state.error).message) || shown(state.error)
    return [call, logEntry({ role: 'tool', kind: 'error', atMs, name, text })]
  }
  return [call, logEntry({ role: 'tool', kind: 'result', atMs, name, text: outputOf(state) })]
}

function outputOf({ output, content, result }: Fields): string {
  const texts = listOf(content).map((part) => textOf(objectOf(part).text))
  return textOf(output) || texts.filter(Boolean).join('\n') || shown(output ?? result)
}

/** A command that a person ran in OpenCode. */
function shellEntries({ command, output, exit }: Fields): LogEntry[] {
  const call = logEntry({ role: 'user', kind: 'call', name: 'shell', text: textOf(command) })
  const text = textOf(output) || textOf(objectOf(output).output) || shown(output)
  const failed = typeof exit === 'number' && exit !== 0
  return [call, logEntry({ role: 'tool', kind: failed ? 'error' : 'result', name: 'shell', text })]
}

function event(name: string, text: string): LogEntry {
  return logEntry({ role: 'event', kind: 'note', name, text })
}
