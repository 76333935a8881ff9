import { closeSync, openSync, readSync } from 'node:fs'

/** The first bytes of a file, at most so many; none when it is empty. Throws as node:fs does. */
export function readStart(path: string, bytes: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(bytes)
    return start.subarray(0, readSync(file, start, 0, bytes, 0))
  } finally {
    closeSync(file)
  }
}
