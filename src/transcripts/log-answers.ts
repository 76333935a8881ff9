import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { totalOf } from '../model/tokens.ts'
import { type Standing, standingUse, type Use } from '../model/use.ts'
import { RecentIds } from './recent-ids.ts'

/** Rows of one answer stand close together; those of parallel sub-agents in one file may alternate. */
const ANSWERS_KEPT = 5000

/**
 * What each answer used, as the totals count it, told once. Most CLIs write it several times and the last or largest one
 * stands, so it is held until the next answer begins, or until nothing follows for the moment.
 */
export class LogAnswers {
  readonly #standing: Standing
  readonly #told = new RecentIds(ANSWERS_KEPT)
  #open: { readonly use: Use; readonly depth: number } | null = null

  constructor(standing: Standing) {
    this.#standing = standing
  }

  /** Takes a use in the order of the transcript; the entries are of answers that are whole by now. */
  take(use: Use, depth: number): LogEntry[] {
    if (this.#told.has(use.id)) return []
    const open = this.#open
    const isSame = open?.use.id === use.id
    const whole = isSame ? [] : this.rest()
    this.#open = {
      use: isSame ? { ...standingUse(this.#standing, open.use, use), atMs: use.atMs } : use,
      depth,
    }
    return whole
  }

  /** The answer that is held, unless these uses go on with it. */
  restBefore(uses: readonly Use[]): LogEntry[] {
    return uses.some(({ id }) => id === this.#open?.use.id) ? [] : this.rest()
  }

  /** The answer that is held, now taken for whole. */
  rest(): LogEntry[] {
    const open = this.#open
    this.#open = null
    if (!open) return []
    const { id, atMs, model, tokens } = open.use
    this.#told.add(id)
    // A use that was taken back is told as nothing.
    if (totalOf(tokens) === 0) return []
    return [
      logEntry({ role: 'agent', kind: 'usage', id: `${id}/usage`, atMs, model, tokens, depth: open.depth }),
    ]
  }
}
