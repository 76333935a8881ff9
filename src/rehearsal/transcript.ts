import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Usage, usageOf } from './usage.ts'

/** A record as the steps write it; id, session and time are added here. */
export type TranscriptEntry =
  | { readonly type: 'user'; readonly text: string; readonly queued: boolean }
  | { readonly type: 'assistant'; readonly model: string; readonly text: string; readonly usage: Usage }
  | ToolEntry
  | EventEntry

export interface ToolEntry {
  readonly type: 'tool'
  readonly argv: readonly string[]
  /** null: killed, or not started. */
  readonly exitCode: number | null
  readonly output: string
  readonly durationMs: number
}

export interface EventEntry {
  readonly type: 'event'
  readonly event: 'interrupted' | 'stopped' | 'limit' | 'dialog' | 'grandchild' | 'exit' | 'crash'
  readonly text?: string
  readonly pid?: number
  readonly code?: number
  /** Which limit. */
  readonly window?: string
  /** ISO; null: the script gave a text that is not counted from now. */
  readonly resetsAt?: string | null
}

/** Appends JSONL records, each written before the call returns. Ids are unique in the file, also after a restart. */
export class Transcript {
  private readonly file: string
  private readonly sessionId: string
  private readonly model: string
  private readonly seed: number
  private records: number

  constructor(file: string, sessionId: string, script: { readonly model: string; readonly seed: number }) {
    this.file = file
    this.sessionId = sessionId
    this.model = script.model
    this.seed = script.seed
    mkdirSync(dirname(file), { recursive: true })
    const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
    this.records = before.split('\n').length - 1
    // A line that a crash cut off stays by itself, and the next record whole.
    if (before !== '' && !before.endsWith('\n')) this.endLine()
  }

  /** An answer, with the made-up usage of its place in the file. */
  answer(text: string): void {
    this.append({ type: 'assistant', model: this.model, text, usage: usageOf(this.seed, this.records) })
  }

  append(entry: TranscriptEntry): void {
    const { type, ...fields } = entry
    const head = { type, id: `${this.sessionId}-${this.records}`, sessionId: this.sessionId }
    appendFileSync(this.file, `${JSON.stringify({ ...head, at: new Date().toISOString(), ...fields })}\n`)
    this.records += 1
  }

  private endLine(): void {
    appendFileSync(this.file, '\n')
    this.records += 1
  }
}
