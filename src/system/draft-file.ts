import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'

/** Written at once; fewer calls for many small texts. */
const BUFFER_CHARACTERS = 64 * 1024
/** It may hold what agents saw: keys, mail, customers. */
const PRIVATE_FILE = 0o600

/** A file that is written a piece at a time and takes its name only when it is whole. Throws as node:fs does. */
export class DraftFile {
  readonly #path: string
  readonly #draft: string
  readonly #file: number
  #waiting = ''

  constructor(path: string) {
    this.#path = path
    this.#draft = `${path}.${crypto.randomUUID()}.tmp`
    this.#file = openSync(this.#draft, 'wx', PRIVATE_FILE)
  }

  write(text: string): void {
    this.#waiting += text
    if (this.#waiting.length >= BUFFER_CHARACTERS) this.#flush()
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
    const bytes = Buffer.from(this.#waiting)
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written)
    this.#waiting = ''
  }
}
