import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { totalOf } from '../model/tokens.ts'
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
import { toolInput } from './tool-text.ts'

/** A part of a message as log entries. */
export interface LogPiece {
  /** The same each time the part is read. */
  readonly id: string
  /** It will not change any more; what is not whole now may be told later. */
  readonly isWhole: boolean
  readonly entries: readonly LogEntry[]
}

/**
 * A message in pieces, with what it used at its end. `parts`: its parts as JSON (with `id`), in their order; OpenCode 2
 * has what a message says in the message itself.
 */
export function opencodePieces(message: OpencodeMessage, parts: readonly Fields[]): LogPiece[] {
  const isOlder = message.type === undefined
  const said = isOlder ? parts.flatMap((part) => olderPart(part, message)) : newerParts(message)
  const isOver = isAnswer(message) && !isUnfinished(message)
  return [...said, ...ending(message)].map(({ id, isWhole, entries }) => ({
    id,
    isWhole: isWhole || isOver,
    entries: entries.map((entry, at) => ({
      ...entry,
      id: at === 0 ? id : `${id}/${entry.kind}`,
      atMs: entry.atMs ?? startOf(message),
    })),
  }))
}

function startOf({ data, createdMs }: OpencodeMessage): number | null {
  return timeOf(objectOf(data.time).created) ?? createdMs
}

/** What an answer ended with: an error, what it used. */
function ending(message: OpencodeMessage): LogPiece[] {
  if (!isAnswer(message)) return []
  const { id, data } = message
  const atMs = timeOf(objectOf(data.time).completed)
  const use = opencodeUse(message)
  const used =
    use &&
    totalOf(use.tokens) > 0 &&
    logEntry({ role: 'agent', kind: 'usage', atMs, tokens: use.tokens, model: modelOf(data) })
  return [
    ...(data.error ? [piece(`${id}/error`, true, [failure(objectOf(data.error), atMs)])] : []),
    ...(used ? [piece(`${id}/usage`, false, [used])] : []),
  ]
}

function failure(error: Fields, atMs: number | null): LogEntry {
  const name = textOf(error.name) || textOf(error.type)
  const text = textOf(objectOf(error.data).message) || textOf(error.message)
  return logEntry({ role: 'agent', kind: 'error', atMs, name, text: text || name })
}

function piece(id: string, isWhole: boolean, entries: readonly LogEntry[]): LogPiece {
  return { id, isWhole, entries }
}

/** What somebody says or thinks; nothing when the model has not begun to. */
function saying(id: string, isWhole: boolean, entry: LogEntry): LogPiece[] {
  return entry.text === '' ? [] : [piece(id, isWhole, [entry])]
}

/** A part of OpenCode 1. */
function olderPart(part: Fields, message: OpencodeMessage): LogPiece[] {
  const { start, end } = objectOf(part.time)
  const [id, atMs, text] = [textOf(part.id), timeOf(start), textOf(part.text)]
  const role = isAnswer(message) ? 'agent' : 'user'
  const isEnded = role === 'user' || timeOf(end) !== null
  switch (part.type) {
    case 'text':
      return saying(id, isEnded, logEntry({ role, kind: 'text', atMs, text }))
    case 'reasoning':
      return saying(id, isEnded, logEntry({ role, kind: 'thinking', atMs, text }))
    case 'tool':
      return toolPieces(id, textOf(part.tool), objectOf(part.state), objectOf(part.state).time)
    default:
      return olderNote(id, part)
  }
}

function olderNote(id: string, part: Fields): LogPiece[] {
  switch (part.type) {
    case 'file':
      return [note(id, 'file', textOf(part.filename) || textOf(part.mime))]
    case 'subtask':
      return [note(id, 'subtask', textOf(part.description) || textOf(part.prompt))]
    case 'retry':
      return [note(id, 'retry', textOf(objectOf(objectOf(part.error).data).message))]
    case 'compaction':
      return [note(id, 'compaction', '')]
    default:
      return [] // steps, snapshots, patches: nothing for people
  }
}

/** What a message of OpenCode 2 says. */
function newerParts({ id, type = '', data }: OpencodeMessage): LogPiece[] {
  const text = textOf(data.text) || textOf(data.summary)
  const isWhole = data.status !== 'running'
  switch (type) {
    case 'assistant':
      return listOf(data.content).flatMap((part, at, all) =>
        newerPart(`${id}/${at}`, objectOf(part), at < all.length - 1),
      )
    case 'user':
      return saying(id, isWhole, logEntry({ role: 'user', kind: 'text', text }))
    case 'shell':
      return [piece(id, isWhole, shellEntries(data))]
    case 'idle':
      return []
    default:
      return [{ ...note(id, type, text || textOf(data.agent) || modelOf(data)), isWhole }]
  }
}

function newerPart(id: string, part: Fields, isFollowed: boolean): LogPiece[] {
  const [text, atMs] = [textOf(part.text), timeOf(objectOf(part.time).created)]
  switch (part.type) {
    case 'text':
      return saying(id, isFollowed, logEntry({ role: 'agent', kind: 'text', atMs, text }))
    case 'reasoning':
      return saying(id, isFollowed, logEntry({ role: 'agent', kind: 'thinking', atMs, text }))
    case 'tool':
      return toolPieces(id, textOf(part.name), objectOf(part.state), part.time)
    default:
      return []
  }
}

/** A call, which is told while its tool runs, and what came back. */
function toolPieces(id: string, name: string, state: Fields, time: unknown): LogPiece[] {
  const { start, end, created, ran, completed } = objectOf(time)
  const hasFailed = state.status === 'error'
  const isOver = hasFailed || state.status === 'completed'
  const atMs = timeOf(start ?? ran ?? created)
  const call = logEntry({ role: 'agent', kind: 'call', atMs, name, text: toolInput(state.input) })
  const told = piece(`${id}/call`, isOver || state.status === 'running', [call])
  if (!isOver) return [told]
  const result = logEntry({
    ...{ role: 'tool', kind: hasFailed ? 'error' : 'result', name },
    ...{ atMs: timeOf(end ?? completed), text: hasFailed ? failureOf(state) : outputOf(state) },
  })
  return [told, piece(`${id}/result`, true, [result])]
}

function failureOf({ error }: Fields): string {
  return textOf(error) || textOf(objectOf(error).message) || shown(error)
}

function outputOf({ output, content, result }: Fields): string {
  const texts = listOf(content).map((part) => textOf(objectOf(part).text))
  return textOf(output) || texts.filter(Boolean).join('\n') || shown(output ?? result)
}

/** A command that a person ran in OpenCode. */
function shellEntries({ command, output, exit }: Fields): LogEntry[] {
  const text = textOf(output) || textOf(objectOf(output).output) || shown(output)
  const kind = typeof exit === 'number' && exit !== 0 ? 'error' : 'result'
  return [
    logEntry({ role: 'user', kind: 'call', name: 'shell', text: textOf(command) }),
    logEntry({ role: 'tool', kind, name: 'shell', text }),
  ]
}

function note(id: string, name: string, text: string): LogPiece {
  return piece(id, true, [logEntry({ role: 'event', kind: 'note', name, text })])
}
