import type { Use } from '../model/use.ts'
import { ClaudeLine, UNUSUAL } from './claude-line.ts'
import { readClaudeRecord } from './claude-record.ts'
import { readRecords } from './mended-lines.ts'
import type { ReaderState, UsageFormat, UsageReader } from './usage-reader.ts'

/** Every line with a use has this key. Nothing of what may follow it is a part: blanks before the colon are legal JSON. */
const KEY = Buffer.from('"usage"')
const NEWLINE = 0x0a

/** Claude Code: most lines are never looked at, and most of the others never become strings. */
export const claudeUsage: UsageFormat = {
  name: 'claude',
  standing: 'largest',
  reader: () => new ClaudeReader(),
}

class ClaudeReader implements UsageReader {
  readonly state: ReaderState = {}
  bad = 0
  readonly #line = new ClaudeLine()

  read(lines: Buffer, found: (use: Use) => void): void {
    let key = lines.indexOf(KEY)
    while (key !== -1) {
      const end = lines.indexOf(NEWLINE, key)
      this.#read(lines.subarray(lines.lastIndexOf(NEWLINE, key) + 1, end), found)
      key = lines.indexOf(KEY, end)
    }
  }

  #read(line: Buffer, found: (use: Use) => void): void {
    const use = this.#line.read(line)
    if (use === UNUSUAL) this.#readPlain(line, found)
    else if (use) found(use)
  }

  #readPlain(line: Buffer, found: (use: Use) => void): void {
    const { records, hasRest } = readRecords(line)
    for (const record of records) {
      const use = readClaudeRecord(record)
      if (use) found(use)
    }
    if (hasRest) this.bad += 1
  }
}
