import type { LogEntry } from '../model/log-entry.ts'
import type { LogFeed } from './log-feed.ts'

/** An entry with the feed that it came from. */
export interface Told {
  readonly entry: LogEntry
  readonly feed: LogFeed
}

/**
 * What all feeds have for now, by time; within one feed the order of its transcript stays, whatever its times say.
 * `isEnd`: nothing more is to come, so that what was held back is told too.
 */
export async function* mergedByTime(feeds: readonly LogFeed[], isEnd: boolean): AsyncGenerator<Told> {
  const heads = feeds.map((feed) => new Head(feed, isEnd))
  for (const head of heads) await head.fill()
  let open = heads.filter((head) => head.isOpen)
  while (open.length > 0) {
    const [first, nextMs] = earliest(open)
    // Of what happened at the same time, one feed's entries stay together.
    do {
      yield first.take()
      await first.fill()
    } while (first.isOpen && first.atMs <= nextMs)
    if (!first.isOpen) open = open.filter((head) => head !== first)
  }
}

/** What the feeds have for now, one after the other; `isEnd` as above. */
export async function* oneByOne(feeds: readonly LogFeed[], isEnd: boolean): AsyncGenerator<Told> {
  for (const feed of feeds) yield* mergedByTime([feed], isEnd)
}

/** The feed whose next entry is the earliest, and when that of the next one is. */
function earliest(heads: readonly Head[]): [first: Head, nextMs: number] {
  let first: Head | null = null
  let nextMs = Number.POSITIVE_INFINITY
  for (const head of heads) {
    if (first === null || head.atMs < first.atMs) {
      nextMs = first?.atMs ?? nextMs
      first = head
    } else nextMs = Math.min(nextMs, head.atMs)
  }
  if (!first) throw new RangeError('no feed is open')
  return [first, nextMs]
}

/** The next entry of a feed. */
class Head {
  readonly #feed: LogFeed
  readonly #isEnd: boolean
  #entries: readonly LogEntry[] = []
  #at = 0
  /** Time never runs back in one feed: an entry without one, or with an earlier one, counts as the one before it. */
  atMs = 0

  constructor(feed: LogFeed, isEnd: boolean) {
    this.#feed = feed
    this.#isEnd = isEnd
  }

  get isOpen(): boolean {
    return this.#at < this.#entries.length
  }

  take(): Told {
    const entry = this.#entries[this.#at++]
    if (!entry) throw new RangeError('the feed is at its end')
    return { entry, feed: this.#feed }
  }

  async fill(): Promise<void> {
    while (!this.isOpen) {
      const entries = await this.#feed.next()
      this.#entries = entries ?? (this.#isEnd ? this.#feed.rest() : [])
      this.#at = 0
      if (!entries && !this.isOpen) return
    }
    this.atMs = Math.max(this.atMs, this.#entries[this.#at]?.atMs ?? 0)
  }
}
