import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { objectOf, textOf } from './fields.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { toolInput, toolOutput } from './tool-text.ts'

/** A call of any kind: functions have `arguments` (JSON in a string), others `input`, `action` or `query`. */
export function codexCall(item: Fields): LogEntry {
  const name = textOf(item.name) || textOf(item.type).replace(/_call$/, '')
  const input = item.arguments ?? item.input ?? item.action ?? item.query
  return logEntry({ role: 'agent', kind: 'call', name, text: toolInput(parsed(input) ?? input) })
}

/** What came back, without the lines that Codex writes around it for its model; a failure begins with its exit code. */
export function codexResult(output: unknown): LogEntry {
  const whole = toolOutput(asFields(output)?.content ?? output)
  const { text, exitCode } = inJson(whole) ?? underHead(whole) ?? { text: whole, exitCode: 0 }
  if (exitCode === 0) return logEntry({ role: 'tool', kind: 'result', text })
  return logEntry({ role: 'tool', kind: 'error', text: `exit ${exitCode}\n${text}` })
}

interface Outcome {
  readonly text: string
  readonly exitCode: number
}

/** Until 0.9x: `{"output": …, "metadata": {"exit_code": 0}}`. */
function inJson(whole: string): Outcome | null {
  const fields = whole.startsWith('{') ? parsed(whole) : null
  if (typeof fields?.output !== 'string') return null
  const code = objectOf(fields.metadata).exit_code
  return { text: fields.output, exitCode: typeof code === 'number' ? code : 0 }
}

/** Since then: `Chunk ID: …`, `Wall time: …`, `Process exited with code 0`, …, `Output:`. */
function underHead(whole: string): Outcome | null {
  const head = /^(?:[A-Z][^\n]*\n){1,8}?Output:\n/.exec(whole)?.[0]
  if (!head) return null
  const code = /^(?:Process exited with code|Exit code:) (-?\d+)$/m.exec(head)?.[1]
  return { text: whole.slice(head.length), exitCode: Number(code ?? 0) }
}

function parsed(text: unknown): Fields | null {
  if (typeof text !== 'string') return null
  try {
    return asFields(JSON.parse(text))
  } catch {
    return null // It is the input itself, as of `apply_patch`.
  }
}
