import { read } from 'node:fs'
import { promisify } from 'node:util'
import { pause } from './poll.ts'

const STANDARD_INPUT = 0

/** What a pipe holds on Linux: more does not come at once. */
const CHUNK_BYTES = 64 * 1024

/** An empty pipe that does not block is asked again after so long, at first and at most, ms. */
const RETRY_MS = { first: 1, most: 50 }

const readAsync = promisify(read)

/**
 * What comes in on standard input until its end, be it a file, a pipe, a socket or a terminal. Each chunk is good until the next
 * one is asked for: they share a buffer, since `process.stdin` needs new memory for each, tens of megabytes until it is swept.
 * A failed system call throws Node's own error.
 */
export async function* standardChunks(): AsyncGenerator<Buffer> {
  const shared = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  for (;;) {
    const bytes = await readSome(shared)
    if (bytes === 0) return
    yield shared.subarray(0, bytes)
  }
}

/** Waits until there is something, beside the event loop, so that it ends at once with Ctrl-C; 0: nothing more comes. */
async function readSome(target: Buffer): Promise<number> {
  for (let retryMs = RETRY_MS.first; ; retryMs = Math.min(2 * retryMs, RETRY_MS.most)) {
    try {
      return (await readAsync(STANDARD_INPUT, target, 0, target.length, null)).bytesRead
    } catch (error) {
      // Whoever shares the pipe or terminal may have made it one that does not block.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
    }
    await pause(retryMs)
  }
}
