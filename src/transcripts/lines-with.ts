import { type Fields, readRecords } from './mended-lines.ts'

const NEWLINE = 0x0a

interface Mark {
  readonly text: string
  /** Its next place from where the search is on; -1: none is left. */
  at: number
}

/**
 * The lines, without their newlines, in which one of the marks stands: most of a transcript is text that is never decoded.
 * The bytes are parts of `lines`, whose last byte is a newline.
 */
export function* linesWith(lines: Buffer, marks: readonly string[]): Generator<Buffer> {
  const open = marks.map((text): Mark => ({ text, at: lines.indexOf(text) }))
  let at = nextMark(open)
  while (at !== -1) {
    const end = lines.indexOf(NEWLINE, at)
    yield lines.subarray(lines.lastIndexOf(NEWLINE, at) + 1, end)
    for (const mark of open) {
      if (mark.at !== -1 && mark.at < end) mark.at = lines.indexOf(mark.text, end)
    }
    at = nextMark(open)
  }
}

/** Tells each record in the lines in which one of the marks stands; returns how many of these lines cannot be read whole. */
export function readRows(lines: Buffer, marks: readonly string[], take: (row: Fields) => void): number {
  let bad = 0
  for (const line of linesWith(lines, marks)) {
    const { records, hasRest } = readRecords(line)
    for (const { fields } of records) take(fields)
    if (hasRest) bad += 1
  }
  return bad
}

/** The last record in the lines in which one of the marks stands; null: none does, or it cannot be read. */
export function lastRow(lines: Buffer, marks: readonly string[]): Fields | null {
  const at = lastMark(lines, marks)
  if (at === -1) return null
  const line = lines.subarray(lines.lastIndexOf(NEWLINE, at) + 1, lines.indexOf(NEWLINE, at))
  return readRecords(line).records.at(-1)?.fields ?? null
}

/** Searching backwards is ten times slower than forwards: so it goes forwards through a part at a time, from the end. */
const PART_BYTES = 64 * 1024

/** Where the last of the marks begins; -1: there is none. */
function lastMark(lines: Buffer, marks: readonly string[]): number {
  for (let end = lines.length; end > 0; end -= PART_BYTES) {
    const start = Math.max(0, end - PART_BYTES)
    const last = Math.max(...marks.map((mark) => lastIn(lines.subarray(start, end + mark.length - 1), mark)))
    if (last !== -1) return start + last
  }
  return -1
}

function lastIn(part: Buffer, mark: string): number {
  let last = -1
  for (let at = part.indexOf(mark); at !== -1; at = part.indexOf(mark, at + 1)) last = at
  return last
}

function nextMark(marks: readonly Mark[]): number {
  return marks.reduce((first, { at }) => (at !== -1 && (first === -1 || at < first) ? at : first), -1)
}
