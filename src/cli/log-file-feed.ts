import { setImmediate as breathe } from 'node:timers/promises'
import type { LogEntry } from '../model/log-entry.ts'
import { type FilePosition, readGrowth } from '../system/growing-file.ts'
import { EntryReader } from '../transcripts/entry-reader.ts'
import type { LogFormat } from '../transcripts/log-reader.ts'
import type { LogFeed } from './log-feed.ts'
import { foreignFormat, troublesOf } from './log-troubles.ts'

/**
 * Read at once. Entries of so much text wait in memory, for each transcript that is merged. Few enough that they are shown before
 * V8 has swept its young heap (1 MB) twice: what it finds there twice it keeps for old, tens of megabytes of it until it looks again.
 */
const CHUNK_BYTES = 32 * 1024

/** A file of JSON lines that may grow; one that shrank or was replaced is read anew. */
export class FileFeed implements LogFeed {
  readonly path: string
  readonly label: string
  readonly depth: number
  readonly #format: LogFormat | null
  #reader: EntryReader
  #position: FilePosition | null = null
  #overlong = 0

  constructor(path: string, label: string, depth = 0, format: LogFormat | null = null) {
    this.path = path
    this.label = label
    this.depth = depth
    this.#format = format
    this.#reader = new EntryReader(format)
  }

  async next(): Promise<readonly LogEntry[] | null> {
    // Without it a long file is one long task: no Ctrl-C is heard, and what native code let go of is never freed.
    await breathe()
    const entries: LogEntry[] = []
    const growth = readGrowth(this.path, this.#position, CHUNK_BYTES, (isStart) => {
      if (isStart && this.#position) this.#reader = new EntryReader(this.#format)
      return (lines) => void entries.push(...this.#reader.take(lines))
    })
    if (growth.kind !== 'read') return null
    this.#position = growth.position
    this.#overlong += growth.overlong
    if (this.#reader.isForeign && (this.#reader.hasGivenUp || !growth.position.more))
      throw foreignFormat(this.path)
    return entries.length > 0 || growth.position.more ? entries : null
  }

  rest(): readonly LogEntry[] {
    return this.#reader.rest()
  }

  troubles(): readonly string[] {
    return troublesOf(this.path, { bad: this.#reader.bad, overlong: this.#overlong })
  }
}
