/**
 * A gate in the middle of an answer. The test waits for `reached`, acts while the answer streams, and opens it. It opens
 * once and stays open; the server opens every gate when it closes.
 */
export interface Hold {
  /** Chunks of text that are sent before it; 0: not a byte, not even the status. */
  readonly afterChunks: number
  /** The client has been sent all that stands before the gate. */
  readonly reached: Promise<void>
  readonly opened: Promise<void>
  open(): void
  /** For the server: says that an answer stands before it. */
  reach(): void
}

/** A new gate, after so many chunks of text: `const gate = hold(); … answer: { text, hold: gate }`. */
export function hold(afterChunks = 1): Hold {
  const reaching = Promise.withResolvers<void>()
  const opening = Promise.withResolvers<void>()
  return {
    afterChunks,
    reached: reaching.promise,
    opened: opening.promise,
    reach: () => reaching.resolve(),
    open: () => opening.resolve(),
  }
}
