import type { Readable } from 'node:stream'

/** Keeps the first `maxBytes` of a stream and reads on without keeping, so that the writer never blocks. */
export class Collector {
  truncated = false
  readonly #chunks: Buffer[] = []
  readonly #maxBytes: number
  #bytes = 0

  constructor(stream: Readable | null, maxBytes: number) {
    this.#maxBytes = maxBytes
    stream?.on('data', (chunk: Buffer) => this.#keep(chunk))
  }

  /** What was kept, as UTF-8; broken bytes become U+FFFD. */
  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8')
  }

  #keep(chunk: Buffer): void {
    const room = this.#maxBytes - this.#bytes
    if (chunk.length > room) this.truncated = true
    if (room <= 0) return
    this.#chunks.push(chunk.subarray(0, room))
    this.#bytes += Math.min(room, chunk.length)
  }
}
