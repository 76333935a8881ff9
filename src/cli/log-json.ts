import { isCut } from './log-text.ts'
import { shortened } from './log-words.ts'
import type { LogWriter, ShownEntry } from './log-writer.ts'
import type { Output } from './output.ts'

/** One JSON object on each line. Texts are whole, unless a width was asked for. */
export class JsonWriter implements LogWriter {
  readonly #output: Output
  readonly #width: number | null

  constructor(output: Output, width: number | null) {
    this.#output = output
    this.#width = width
  }

  write(entry: ShownEntry): void {
    const { id, atMs, label, role, kind, name, depth, tokens, model } = entry
    const text = this.#width !== null && isCut(entry) ? shortened(entry.text, this.#width) : entry.text
    const at = atMs === null ? null : new Date(atMs).toISOString()
    this.#output.jsonLine({ at, transcript: label, role, kind, name, text, depth, tokens, model, id })
  }

  end(): void {
    // Each entry is printed at once.
  }
}
