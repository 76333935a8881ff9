import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** How often each turn of the script has played; outlives the agent when it has a file. */
export class Memory {
  private readonly file: string | null
  private readonly counts: number[]

  /** `file` null: nothing is kept. Throws when the file is there and not ours. */
  constructor(file: string | null) {
    this.file = file
    this.counts = file && existsSync(file) ? readCounts(file) : []
  }

  get used(): readonly number[] {
    return this.counts
  }

  /** Counts a turn before it plays, so that a turn that kills the agent is not played for ever. */
  use(turn: number): void {
    while (this.counts.length <= turn) this.counts.push(0)
    this.counts[turn] = (this.counts[turn] ?? 0) + 1
    if (this.file) replaceFile(this.file, `${JSON.stringify({ used: this.counts })}\n`)
  }
}

/** The memory file holds something else. */
export class BadMemory extends Error {}

function readCounts(file: string): number[] {
  const found = parseJson(readFileSync(file, 'utf8'))
  const used = typeof found === 'object' && found !== null && 'used' in found ? found.used : null
  if (Array.isArray(used) && used.every((count) => Number.isInteger(count) && count >= 0)) return used
  throw new BadMemory(`${file} is no memory of a scripted agent; delete it to begin with the first turn`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // told as "no memory" by the caller
  }
}

/** A reader, or a start after a crash, sees the old file or the new one, never a half. */
function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.tmp`
  writeFileSync(draft, text)
  renameSync(draft, file)
}
