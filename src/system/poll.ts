import { setImmediate, setTimeout } from 'node:timers/promises'

/** Lets `ms` milliseconds pass. */
export async function pause(ms: number): Promise<void> {
  await setTimeout(ms)
}

/** Lets what else is due run before a long piece of work goes on. */
export async function letOthersRun(): Promise<void> {
  await setImmediate()
}

/** Waits for `work`, but at most `ms`; what is not done by then goes on beside. Leaves no timer behind. */
export async function waitAtMost(work: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController()
  const timer = setTimeout(ms, undefined, { signal: over.signal }).catch(() => undefined)
  await Promise.race([work, timer])
  over.abort()
}

/**
 * Asks `probe` until it says yes or the time is over; true when it said yes.
 * The last question is asked at the deadline, so a slow machine does not turn a yes into a no.
 */
export async function pollUntil(
  probe: () => boolean | Promise<boolean>,
  { deadlineMs, everyMs = 10 }: { deadlineMs: number; everyMs?: number },
): Promise<boolean> {
  const endsAt = performance.now() + deadlineMs
  for (;;) {
    const isLast = performance.now() >= endsAt
    if (await probe()) return true
    if (isLast) return false
    await pause(everyMs)
  }
}
