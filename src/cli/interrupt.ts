import { setTimeout as pause } from 'node:timers/promises'

/** Comes back every so often until the person ends it (Ctrl-C) or the process is asked to end. */
export async function* untilInterrupted(everyMs: number): AsyncGenerator<void> {
  const stop = new AbortController()
  const end = () => stop.abort()
  process.once('SIGINT', end).once('SIGTERM', end)
  try {
    while (!stop.signal.aborted) {
      yield
      await pause(everyMs, undefined, { signal: stop.signal }).catch(ignoreAbort)
    }
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end)
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error
}
