import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { rotateWhenLarge } from './files.ts'

/** A line of a log in which no two are equal: `body` is JSON that has a number of its own. */
export interface NumberedLine {
  readonly body: string
}

/** The end of a log is looked at in pieces of this size. */
const PIECE_BYTES = 64 * 1024
/** Years of records; a larger file is renamed to `.1`, and readers of a kept file find the rest in state.db. */
const MAX_BYTES = 50_000_000

/**
 * Appends the lines that are not there yet, on disk before it returns. What is there is known by its whole text, not by its
 * number: a new state.db counts from 1 again. A crash or a full disk may have left half a line
 * at the end: it is taken off, and written again. Throws when the file cannot be written.
 */
export function appendNumbered(path: string, lines: readonly NumberedLine[]): void {
  rotateWhenLarge(path, MAX_BYTES)
  // Never through a link that another put there.
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW
  const file = openSync(path, flags, 0o600)
  try {
    const last = lastWhole(file)
    const missing = lines.slice(lines.findLastIndex(({ body }) => body === last.line) + 1)
    if (missing.length === 0) return
    ftruncateSync(file, last.end)
    writeAll(file, Buffer.from(missing.map((line) => `${line.body}\n`).join('')), last.end)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** The last whole line and where it ends; null: there is none. */
function lastWhole(file: number): { end: number; line: string | null } {
  let text = Buffer.alloc(0)
  for (let from = fstatSync(file).size; from > 0; ) {
    const bytes = Math.min(PIECE_BYTES, from)
    from -= bytes
    const piece = Buffer.alloc(bytes)
    readSync(file, piece, 0, bytes, from)
    text = Buffer.concat([piece, text])
    const last = text.lastIndexOf(0x0a)
    const before = last > 0 ? text.lastIndexOf(0x0a, last - 1) : -1
    if (last === -1 || (before === -1 && from > 0)) continue
    return { end: from + last + 1, line: text.toString('utf8', before + 1, last) }
  }
  return { end: 0, line: null }
}

function writeAll(file: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(file, bytes, done, bytes.length - done, at + done)
}
