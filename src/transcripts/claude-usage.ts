import type { Setback } from '../model/setback.ts'
import { standingUse, type Use } from '../model/use.ts'
import { ClaudeLine, UNUSUAL } from './claude-line.ts'
import { readClaudeRecord } from './claude-record.ts'
import { readClaudeSetback } from './claude-setback.ts'
import { NEWLINE } from './json-bytes.ts'
import { readRecords } from './mended-lines.ts'
import type { ReaderState, UsageFormat, UsageReader } from './usage-reader.ts'

/**
 * Every count of a use has a key that ends so. Nothing of what may follow it is searched for: blanks before the colon are
 * legal JSON. It begins with a byte that is rare in text: `usage"` takes more than twice as long to find.
 */
const KEY = Buffer.from('_tokens"')

/** One for all files: it keeps nothing but names and days. */
const usual = new ClaudeLine()

/** Claude Code: most lines are never looked at, and most of the others never become strings. */
export const claudeUsage: UsageFormat = {
  name: 'claude',
  standing: 'largest',
  reader: () => new ClaudeReader(),
}

type Met = (setback: Setback) => void

class ClaudeReader implements UsageReader {
  readonly state: ReaderState = {}
  bad = 0

  read(lines: Buffer, found: (use: Use) => void, met: Met = () => undefined): void {
    const rows = new Rows(found)
    const take = (use: Use) => rows.take(use)
    this.#readLines(lines, take, met)
    rows.end()
  }

  #readLines(lines: Buffer, found: (use: Use) => void, met: Met): void {
    let key = lines.indexOf(KEY)
    while (key !== -1) {
      key = lines.indexOf(KEY, this.#readLine(lines, key, found, met))
    }
  }

  /** Reads the line around `key`; where it ends. */
  #readLine(lines: Buffer, key: number, found: (use: Use) => void, met: Met): number {
    const begin = lines.lastIndexOf(NEWLINE, key) + 1
    const use = usual.read(lines, begin)
    if (use === UNUSUAL) {
      const end = lines.indexOf(NEWLINE, key)
      this.#readPlain(lines.subarray(begin, end), found, met)
      return end
    }
    if (use) found(use)
    return usual.end
  }

  #readPlain(line: Buffer, found: (use: Use) => void, met: Met): void {
    const { records, hasRest } = readRecords(line)
    for (const record of records) {
      const use = readClaudeRecord(record)
      if (use) found(use)
      // An error's row has counts as well, all of them 0.
      const setback = use ? null : readClaudeSetback(record.fields)
      if (setback) met(setback)
    }
    if (hasRest) this.bad += 1
  }
}

/** The rows of one answer stand one behind the other: they are told as one use, so that few are held for long. */
class Rows {
  readonly #found: (use: Use) => void
  #use: Use | null = null

  constructor(found: (use: Use) => void) {
    this.#found = found
  }

  take(use: Use): void {
    if (this.#use?.id === use.id) this.#use = standingUse(claudeUsage.standing, this.#use, use)
    else {
      this.end()
      this.#use = use
    }
  }

  /** Tells the last one. */
  end(): void {
    if (this.#use) this.#found(this.#use)
    this.#use = null
  }
}
