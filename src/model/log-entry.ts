import type { Tokens } from './tokens.ts'

/**
 * Who: `user` is whoever tells the agent what to do (a person, the watchdog, for a sub-agent its parent), `tool` what
 * ran for it, `event` what the CLI itself wrote down (a limit, a compaction, an interruption).
 */
export type LogRole = 'user' | 'agent' | 'tool' | 'event'

/**
 * What: `call` is an agent's wish to run a tool, `result` what came back and `error` that it failed (also an answer that
 * the provider refused); `usage` tells what one answer of the model used; `note` is what an `event` is about.
 */
export type LogKind = 'text' | 'thinking' | 'call' | 'result' | 'error' | 'usage' | 'note'

/** One thing that stands in a transcript, in the form in which `agent-log` shows any of them. */
export interface LogEntry {
  /** The same in each copy of it (a resumed or forked session copies its past); '' when the format has none. */
  readonly id: string
  /** Wall time, ms; null: not told. */
  readonly atMs: number | null
  readonly role: LogRole
  readonly kind: LogKind
  /** Of a `call` and its `result` the tool, of a `note` what happened, in the CLI's own word; else ''. */
  readonly name: string
  /** As written: it may have many lines, be of any length, and hold control characters. Whoever shows it cleans it. */
  readonly text: string
  /** 0: the agent itself; 1: its sub-agent; and so on. */
  readonly depth: number
  /** Of `usage`, each answer once however often it is written; else null. */
  readonly tokens: Tokens | null
  /** As the CLI names it; '' where not told. */
  readonly model: string
}

/** An entry from the fields that matter; the rest is what most entries have. */
export function logEntry(fields: Partial<LogEntry> & Pick<LogEntry, 'role' | 'kind'>): LogEntry {
  return { id: '', atMs: null, name: '', text: '', depth: 0, tokens: null, model: '', ...fields }
}
