import type { LogEntry } from '../model/log-entry.ts'
import { cleanForLine, cleanForReading } from '../model/text.ts'
import { RecentIds } from '../transcripts/recent-ids.ts'
import type { Told } from './log-merge.ts'
import { folded } from './log-words.ts'
import type { ShownEntry } from './log-writer.ts'

/** Copies of an entry have its time, so that a merge brings them close together. */
const IDS_KEPT = 20_000

/** Which entries are wanted. */
export interface LogWishes {
  /** Only what happened then or later; null: everything. */
  readonly sinceMs: number | null
  /** Only what holds this, with role, kind and name in front; null: everything. */
  readonly pattern: RegExp | null
  readonly thinking: boolean
}

/** Leaves out what is not wanted and what was shown already, and cleans the rest. */
export class LogFilter {
  readonly #wishes: LogWishes
  readonly #shown = new RecentIds(IDS_KEPT)
  /** Of each transcript the last time in it: an entry without one belongs to the one before. */
  readonly #lastMs = new WeakMap<Told['feed'], number>()

  constructor(wishes: LogWishes) {
    this.#wishes = wishes
  }

  /** The entry as it may be shown; null: it is not to be. */
  show({ entry, feed }: Told): ShownEntry | null {
    const { sinceMs, pattern, thinking } = this.#wishes
    const atMs = entry.atMs ?? this.#lastMs.get(feed) ?? null
    if (atMs !== null) this.#lastMs.set(feed, atMs)
    if (sinceMs !== null && (atMs ?? 0) < sinceMs) return null
    if (entry.kind === 'thinking' && !thinking) return null
    if (entry.id !== '' && this.#isRepeated(entry.id)) return null
    const shown: ShownEntry = {
      ...{ ...entry, atMs, label: feed.label, depth: Math.max(entry.depth, feed.depth) },
      text: cleanForReading(entry.text),
      ...{ name: cleanForLine(entry.name), model: cleanForLine(entry.model) },
    }
    if (isEmpty(shown) || (pattern && !pattern.test(searched(shown)))) return null
    return shown
  }

  #isRepeated(id: string): boolean {
    if (this.#shown.has(id)) return true
    this.#shown.add(id)
    return false
  }
}

/** What `--grep` searches: the event as it stands on its line in a pipe, but whole. */
export function searched(entry: LogEntry): string {
  return `${searchedHead(entry)}${folded(entry.text)}`
}

/** What stands in front of the text in what `--grep` searches. */
export function searchedHead({ role, kind, name }: LogEntry): string {
  return `${role} ${kind} ${name === '' ? '' : `${name}: `}`
}

/** Some CLIs write thoughts and answers without a word; a result without one still says that the tool is done. */
function isEmpty({ kind, name, text, tokens }: ShownEntry): boolean {
  return kind !== 'result' && kind !== 'error' && name === '' && tokens === null && text.trim() === ''
}
