import type { LogEntry } from '../model/log-entry.ts'
import { changedMs, readText } from '../system/files.ts'
import { EntryReader } from '../transcripts/entry-reader.ts'
import { listOf } from '../transcripts/fields.ts'
import { asFields, type Fields } from '../transcripts/mended-lines.ts'
import type { LogFeed } from './log-feed.ts'
import { foreignFormat, troublesOf } from './log-troubles.ts'

/** Gemini CLI's older form: one JSON document with all messages, written anew each time. It is read as if they were lines. */
export class DocumentFeed implements LogFeed {
  readonly label: string
  readonly depth: number
  readonly #path: string
  /** It knows what was told, so that each version of the document adds only its news. */
  readonly #reader = new EntryReader()
  #changedMs: number | null = null

  constructor(path: string, label: string, depth = 0) {
    this.#path = path
    this.label = label
    this.depth = depth
  }

  async next(): Promise<readonly LogEntry[] | null> {
    const now = changedMs(this.#path)
    if (now === null || now === this.#changedMs) return null
    const document = parsed(readText(this.#path) ?? '')
    // In the middle of being written, unless it is the first look.
    if (!document && this.#changedMs !== null) return null
    if (!document || !Array.isArray(document.messages)) throw foreignFormat(this.#path)
    this.#changedMs = now
    return this.#reader.take(linesOf(document))
  }

  rest(): readonly LogEntry[] {
    return this.#reader.rest()
  }

  troubles(): readonly string[] {
    return troublesOf(this.#path, { bad: this.#reader.bad })
  }
}

function linesOf({ messages, ...head }: Fields): Buffer {
  return Buffer.from([head, ...listOf(messages)].map((record) => `${JSON.stringify(record)}\n`).join(''))
}

function parsed(text: string): Fields | null {
  try {
    return asFields(JSON.parse(text))
  } catch {
    return null // the caller knows whether it may be in the middle of being written
  }
}
