import type { LogEntry } from '../model/log-entry.ts'
import { textOf } from './fields.ts'
import { lineId } from './line-id.ts'
import type { Fields } from './mended-lines.ts'
import { Recent } from './recent.ts'

/** Texts of a turn that are counted; a turn has a few hundred at most. */
const TEXTS_KEPT = 1000

/**
 * Ids that are the same in the copies of a thread. Codex 0.140 gives texts none, and a newer one that forks such a thread gives them
 * new ones; but forks and sub-agents copy whole turns with the turns' ids, and calls keep theirs. So a text is known by its turn,
 * itself, and how many times it stood there before.
 */
export class CodexIds {
  #turn = ''
  readonly #counts = new Recent<number>(TEXTS_KEPT)

  /** Takes the rows that say which turn begins. */
  see(type: string, payload: Fields): void {
    if (type === 'turn_context' || payload.type === 'task_started') this.#turn = textOf(payload.turn_id)
  }

  /** '' when there is nothing that it could be known by: in 0.80 turns have no ids either. */
  of(payload: Fields, { kind, name, text }: LogEntry): string {
    const call = textOf(payload.call_id)
    if (call) return `${call}/${kind}`
    if (!this.#turn) return textOf(payload.id) && `${payload.id}/${kind}`
    const key = `${this.#turn}/${kind}/${lineId(Buffer.from(`${name}\n${text}`))}`
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return `${key}/${count}`
  }
}
