import type { Setback } from '../model/setback.ts'
import type { Use } from '../model/use.ts'
import { readCount } from './counts.ts'
import { textOf } from './fields.ts'
import { readRows } from './lines-with.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { type PiFailing, readPiSetback } from './pi-setback.ts'
import { readPiTurn } from './pi-turn.ts'
import { readIsoTime, readMs } from './times.ts'
import type { ReaderState, UsageFormat, UsageReader } from './usage-reader.ts'

interface PiState extends ReaderState {
  /** The turn that fails at the end of what was read; null: none does. */
  readonly failing: PiFailing | null
}

/** It stands in each row that matters here. */
const MARKS = ['"usage"']

/** The counts of an answer; they do not overlap. */
const NAMES = ['input', 'output', 'cacheRead', 'cacheWrite'] as const

/** pi's sessions; docs/transcripts.md has the rules. */
export const piUsage: UsageFormat = {
  name: 'pi',
  standing: 'last',
  reader: (state) => new PiReader({ failing: null, ...state }),
  turn: readPiTurn,
}

/** Rows of usage stand alone; those of errors belong together. */
class PiReader implements UsageReader {
  state: PiState
  bad = 0

  constructor(state: PiState) {
    this.state = state
  }

  read(lines: Buffer, found: (use: Use) => void, met: (setback: Setback) => void = () => undefined): void {
    this.bad += readRows(lines, MARKS, (row) => {
      const failed = readPiSetback(row, this.state.failing)
      this.state = { failing: failed?.failing ?? null }
      if (failed) met(failed.setback)
      const use = useOf(row)
      if (use) found(use)
    })
  }
}

function useOf(row: Fields): Use | null {
  const message = asFields(row.message)
  const logged = asFields(message?.usage)
  const id = message ? idOf(row, message) : ''
  if (!message || !logged || id === '') return null
  const counts = NAMES.map((name) => readCount(logged[name]))
  // What was refused or broken off before the first count.
  if (counts.every(({ count, odd }) => count === 0 && !odd)) return null
  const [input = 0, output = 0, cacheRead = 0, cacheWrite5m = 0] = counts.map(({ count }) => count)
  return {
    id,
    atMs: readMs(message.timestamp) ?? readIsoTime(row.timestamp),
    model: textOf(message.model),
    tokens: { input, output, reasoning: 0, cacheRead, cacheWrite5m, cacheWrite1h: 0 },
    odd: counts.some(({ odd }) => odd),
  }
}

/** Some servers number their answers from a small range, and a row's id has 8 digits: the time tells them apart. */
function idOf(row: Fields, message: Fields): string {
  const name = textOf(message.responseId) || textOf(row.id)
  const atMs = readMs(message.timestamp)
  if (atMs !== null) return `${atMs}/${name}`
  return name === '' ? '' : `/${name}`
}
