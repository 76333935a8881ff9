import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { listOf, objectOf, shown, textOf } from './fields.ts'
import { toolInput } from './tool-text.ts'

/** Each tool call of a message with what came back, once that is there. */
export function geminiTools(toolCalls: unknown, place: Pick<LogEntry, 'atMs'>): LogEntry[] {
  return listOf(toolCalls).flatMap((value, index) => {
    const { name, args, result, status } = objectOf(value)
    const tool = { ...place, name: textOf(name) }
    const call = logEntry({
      role: 'agent',
      kind: 'call',
      text: toolInput(args),
      id: `call/${index}`,
      ...tool,
    })
    if (result === undefined && status === undefined) return [call]
    const kind = status === 'error' || status === 'cancelled' ? 'error' : 'result'
    const text = answersOf(result) || (status === 'cancelled' ? 'cancelled' : '')
    return [call, logEntry({ role: 'tool', kind, text, id: `result/${index}`, ...tool })]
  })
}

function answersOf(result: unknown): string {
  return listOf(result)
    .map((part) => objectOf(objectOf(objectOf(part).functionResponse).response))
    .map((response) => shown(response.output ?? response.error ?? response))
    .join('\n')
}
