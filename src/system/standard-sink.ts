import { fstatSync, writeSync } from 'node:fs'

/** Standard output or standard error, for texts that are written at once and as a whole. */
export interface StandardSink {
  readonly isTTY: boolean
  /** Lines of the terminal, as it is now. */
  readonly rows: number
  write(text: string): void
}

/** A reader that is slow to take from a pipe gets this long until the next try, ms. */
const RETRY_MS = 5

/**
 * Writes to file descriptor 1 or 2 without `process.stdout`, whose streams take a quarter of Node's own start to load.
 * `onClosed` is called when the reader has gone, as in `agents events | head`.
 */
export function standardSink(descriptor: 1 | 2, onClosed: () => void): StandardSink {
  return {
    get isTTY() {
      return isTerminal(descriptor)
    },
    get rows() {
      return process.stdout.rows
    },
    write: (text) => writeAll(descriptor, encoded(text), onClosed),
  }
}

/** UTF-8 has at most 3 bytes for each unit of a string. */
const MOST_BYTES_OF_UNIT = 3

/** For short texts, one after the other: what a long log would allocate for its lines is freed late, a few MB at a time. */
const shared = Buffer.allocUnsafeSlow(16 * 1024)

function encoded(text: string): Buffer {
  const isShort = text.length * MOST_BYTES_OF_UNIT <= shared.length
  return isShort ? shared.subarray(0, shared.write(text)) : Buffer.from(text)
}

function writeAll(descriptor: number, bytes: Buffer, onClosed: () => void): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code === 'EPIPE') {
        onClosed()
        return
      }
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)
    }
  }
}

/** Only a character device can be one; anything else is known without loading the terminal module. */
function isTerminal(descriptor: number): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false
  } catch {
    // Closed by whoever started us: no terminal.
    return false
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor)
}
