import type { LogEntry } from '../model/log-entry.ts'
import type { StreamLines } from '../system/stream-lines.ts'
import { EntryReader } from '../transcripts/entry-reader.ts'
import { failure } from './exit.ts'
import type { LogFeed } from './log-feed.ts'
import { foreignFormat, troublesOf } from './log-troubles.ts'

/** A transcript that is read once, from its start to its end: standard input, or a compressed file. */
export class StreamFeed implements LogFeed {
  readonly name: string
  readonly label: string
  readonly depth = 0
  readonly #lines: StreamLines
  readonly #pieces: AsyncGenerator<Buffer>
  readonly #reader = new EntryReader()
  readonly #mend: string
  #isOver = false

  /** `mend`: what may be done when it cannot be read to its end, as a sentence. */
  constructor(lines: StreamLines, { name, label, mend }: { name: string; label: string; mend: string }) {
    this.#lines = lines
    this.#pieces = lines.pieces()
    this.name = name
    this.label = label
    this.#mend = mend
  }

  async next(): Promise<readonly LogEntry[] | null> {
    if (this.#isOver) return null
    const { value, done } = await this.#piece()
    this.#isOver = done === true
    const entries = value instanceof Buffer ? this.#reader.take(value) : null
    if (this.#reader.isForeign && (this.#isOver || this.#reader.hasGivenUp)) throw foreignFormat(this.name)
    return entries
  }

  rest(): readonly LogEntry[] {
    return this.#reader.rest()
  }

  troubles(): readonly string[] {
    return troublesOf(this.name, { bad: this.#reader.bad, overlong: this.#lines.overlong })
  }

  async #piece(): Promise<IteratorResult<Buffer, unknown>> {
    try {
      return await this.#pieces.next()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw failure(`${this.name} cannot be read to its end (${why}).`, this.#mend)
    }
  }
}
