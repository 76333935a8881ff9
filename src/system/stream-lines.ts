import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import { standardChunks } from './standard-source.ts'

/** A longer line is no record but a defect; it is skipped. */
const LONGEST_LINE_BYTES = 16 * 1024 * 1024

const NEWLINE = 0x0a

/** What is handed out at once, unless a line is longer: what is made of it stays young and is swept early (log-file-feed.ts). */
const PIECE_BYTES = 32 * 1024

/** The whole lines of a stream that ends, a piece at a time, in memory that does not grow with it. */
export class StreamLines {
  /** Lines so far that were too long. */
  overlong = 0
  readonly #chunks: AsyncIterable<Buffer>
  #rest: Buffer[] = []
  #restBytes = 0
  #isSkipping = false

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks
  }

  /** Pieces that end with a newline, each good until the next is asked for; the end of the stream ends its last line. */
  async *pieces(): AsyncGenerator<Buffer> {
    for await (const chunk of this.#chunks) {
      const first = chunk.indexOf(NEWLINE) + 1
      if (first > 0) yield* this.#torn(chunk.subarray(0, first))
      const end = chunk.lastIndexOf(NEWLINE) + 1
      yield* parts(chunk.subarray(first, end))
      this.#keep(chunk.subarray(end))
    }
    if (this.#restBytes > 0) yield Buffer.concat([...this.#rest, Buffer.of(NEWLINE)])
  }

  /** The line that began in earlier chunks, with its end; nothing when it was too long. */
  *#torn(end: Buffer): Generator<Buffer> {
    const line = this.#rest.length === 0 ? end : Buffer.concat([...this.#rest, end])
    this.#rest = []
    this.#restBytes = 0
    const wasSkipped = this.#isSkipping
    this.#isSkipping = false
    if (!wasSkipped) yield line
  }

  #keep(torn: Buffer): void {
    if (torn.length === 0 || this.#isSkipping) return
    this.#rest.push(Buffer.from(torn)) // its memory is used again
    this.#restBytes += torn.length
    if (this.#restBytes <= LONGEST_LINE_BYTES) return
    this.#isSkipping = true
    this.overlong += 1
    this.#rest = []
    this.#restBytes = 0
  }
}

/** Whole lines in pieces of at most PIECE_BYTES, or of one line. */
function* parts(lines: Buffer): Generator<Buffer> {
  for (let start = 0; start < lines.length; ) {
    const most = start + PIECE_BYTES
    const last = most < lines.length ? lines.lastIndexOf(NEWLINE, most - 1) : lines.length - 1
    const end = (last < start ? lines.indexOf(NEWLINE, most) : last) + 1
    yield lines.subarray(start, end)
    start = end
  }
}

/** What comes in on standard input. */
export function standardInput(): StreamLines {
  return new StreamLines(standardChunks())
}

/** The text in a file that zstd compressed. Damage throws while it is read. */
export function zstdLines(path: string): StreamLines {
  const file = createReadStream(path)
  const text: Readable = createZstdDecompress()
  file.on('error', (error) => text.destroy(error))
  return new StreamLines(file.pipe(text as ReturnType<typeof createZstdDecompress>))
}
