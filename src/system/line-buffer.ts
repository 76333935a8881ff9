import { readSync } from 'node:fs'

const NEWLINE = 0x0a

/** Bytes that are read at once. */
export const CHUNK_BYTES = 256 * 1024

/** A longer line is no record; it is skipped without being held. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024

/** One buffer for all files: read from one at a time, and everything in it is whole lines or the begin of one. */
let shared = Buffer.allocUnsafeSlow(CHUNK_BYTES)

/** Where reading is in one file. */
export interface LineProgress {
  /** Begin of the first line that was not handed out; inside of a line that is being skipped. */
  offset: number
  /** The line at `offset` is longer than LONGEST_LINE_BYTES, and its end is not yet seen. */
  isSkipping: boolean
  /** Lines that were begun to be skipped. */
  overlong: number
  /** Bytes that were read. */
  bytes: number
}

/**
 * Reads an open file from `progress.offset` to its end, or until `budgetBytes` are read and at least one line is handed
 * out or skipped. `take` gets whole lines in a part of a buffer that is used again. Returns whether the end was not reached.
 */
export function readWholeLines(
  file: number,
  progress: LineProgress,
  budgetBytes: number,
  take: (lines: Buffer) => void,
): boolean {
  const begin = progress.offset
  let held = 0
  try {
    for (;;) {
      if (held === shared.length) enlarge()
      const room = shared.length - held
      const wanted = held < budgetBytes ? Math.min(room, budgetBytes - held) : room
      const got = readSync(file, shared, held, wanted, progress.offset + held)
      if (got === 0) return false
      progress.bytes += got
      held = handOut(progress, held, held + got, take)
      const moved = progress.offset - begin
      if (moved > 0 && moved + held >= budgetBytes) return true
    }
  } finally {
    if (shared.length > CHUNK_BYTES) shared = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  }
}

/** Hands out the whole lines among the first `filled` bytes and moves the rest to the front; how much that is. */
function handOut(
  progress: LineProgress,
  searched: number,
  filled: number,
  take: (lines: Buffer) => void,
): number {
  const from = progress.isSkipping ? endOfSkipped(progress, filled) : 0
  const to = shared.subarray(searched, filled).lastIndexOf(NEWLINE) + 1
  const end = to === 0 ? from : Math.max(from, searched + to)
  if (end > from) take(shared.subarray(from, end))
  progress.offset += end
  const held = filled - end
  if (held > LONGEST_LINE_BYTES) return startSkipping(progress, held)
  if (end > 0) shared.copyWithin(0, end, filled)
  return held
}

/** Where the line that is being skipped ends; all of the bytes when it does not. */
function endOfSkipped(progress: LineProgress, filled: number): number {
  const newline = shared.subarray(0, filled).indexOf(NEWLINE)
  progress.isSkipping = newline === -1
  return newline === -1 ? filled : newline + 1
}

function startSkipping(progress: LineProgress, held: number): number {
  progress.isSkipping = true
  progress.overlong += 1
  progress.offset += held
  return 0
}

/** Doubles the buffer, up to the longest line with its newline. */
function enlarge(): void {
  const larger = Buffer.allocUnsafeSlow(Math.min(shared.length * 2, LONGEST_LINE_BYTES + 1))
  shared.copy(larger)
  shared = larger
}
