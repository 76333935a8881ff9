import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/** Written at once; fewer calls for many small texts. */
const BUFFER_BYTES = 64 * 1024
/** UTF-8 has at most 3 bytes for each unit of a string. */
const MOST_BYTES_OF_UNIT = 3
/** It may hold what agents saw: keys, mail, customers. */
const PRIVATE_FILE = 0o600

/** A file that is written a piece at a time and takes its name only when it is whole. Throws as node:fs does. */
export class DraftFile {
  readonly #path: string
  readonly #draft: string
  readonly #file: number
  /** Used again and again: what is allocated for each text is freed late. */
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  #filled = 0

  constructor(path: string) {
    this.#path = path
    this.#draft = `${path}.${crypto.randomUUID()}.tmp`
    this.#file = openSync(this.#draft, 'wx', PRIVATE_FILE)
  }

  write(text: string): void {
    const most = text.length * MOST_BYTES_OF_UNIT
    if (most > this.#buffer.length - this.#filled) this.#flush()
    if (most > this.#buffer.length) this.#writeAll(Buffer.from(text))
    else this.#filled += this.#buffer.write(text, this.#filled)
  }

  /** The file is whole: it replaces what was there. */
  keep(): void {
    this.#flush()
    closeSync(this.#file)
    renameSync(this.#draft, this.#path)
  }

  /** It will not be whole: what was there stays. */
  drop(): void {
    closeSync(this.#file)
    rmSync(this.#draft, { force: true })
  }

  #flush(): void {
    this.#writeAll(this.#buffer.subarray(0, this.#filled))
    this.#filled = 0
  }

  #writeAll(bytes: Buffer): void {
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written)
  }
}
