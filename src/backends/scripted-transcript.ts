import type { LogEntry } from '../model/log-entry.ts'

/** A line of the scripted agent's transcript; null: it is none, or torn. */
export function readScriptedLine(line: string): LogEntry | null {
  const record = parse(line)
  if (!record || typeof record.type !== 'string') return null
  const at = textOf(record.at)
  switch (record.type) {
    case 'user':
      return { at, role: 'user', text: textOf(record.text), tokens: null }
    case 'assistant':
      return { at, role: 'agent', text: textOf(record.text), tokens: tokensOf(record.usage) }
    case 'tool':
      return {
        at,
        role: 'tool',
        text: `${commandOf(record.argv)} → ${exitOf(record.exitCode)}`,
        tokens: null,
      }
    case 'event':
      return {
        at,
        role: 'event',
        text: [record.event, record.text].map(textOf).filter(Boolean).join(': '),
        tokens: null,
      }
    default:
      return null
  }
}

type Fields = Readonly<{ [key: string]: unknown }>

function parse(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Fields) : null
  } catch {
    // Torn, or no JSON at all: the caller counts it.
    return null
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function commandOf(argv: unknown): string {
  return Array.isArray(argv) ? argv.map((word) => textOf(word)).join(' ') : ''
}

function exitOf(code: unknown): string {
  return typeof code === 'number' ? `exit ${code}` : 'did not end by itself'
}

function tokensOf(usage: unknown): LogEntry['tokens'] {
  const { input, output } = (typeof usage === 'object' && usage !== null ? usage : {}) as Fields
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : null
}
