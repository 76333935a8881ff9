import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

/** Bytes that are read at once, so that a file of any size needs the same memory. */
const CHUNK_BYTES = 64 * 1024

/** Reads whole lines of a file that may grow; a torn last line is left for the next call. */
export class LineReader {
  readonly #path: string
  #offset = 0
  #rest = ''
  readonly #decoder = new StringDecoder('utf8')

  constructor(path: string) {
    this.#path = path
  }

  /** The lines that came since the last call. Throws when the file cannot be read. */
  *read(): Generator<string> {
    const file = openSync(this.#path, 'r')
    try {
      const chunk = Buffer.alloc(CHUNK_BYTES)
      for (;;) {
        const bytes = readSync(file, chunk, 0, CHUNK_BYTES, this.#offset)
        if (bytes === 0) return
        this.#offset += bytes
        const lines = (this.#rest + this.#decoder.write(chunk.subarray(0, bytes))).split('\n')
        this.#rest = lines.pop() ?? ''
        yield* lines
      }
    } finally {
      closeSync(file)
    }
  }
}
