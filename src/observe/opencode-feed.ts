import type { LogEntry } from '../model/log-entry.ts'
import type { Source } from '../model/source.ts'
import { ForeignTrouble, foreignStamp } from '../system/foreign-database.ts'
import { opencodePieces } from '../transcripts/opencode-log.ts'
import { isAnswer, isUnfinished } from '../transcripts/opencode-usage.ts'
import { type MessagePlace, messagesAfter, type WholeMessage } from './opencode-store.ts'

/** Messages in memory at once, with all that they say. */
const MOST_MESSAGES = 50

/** One session of OpenCode as log entries: the whole of it at first, later what was added. */
export class OpencodeFeed {
  readonly #source: Extract<Source, { session: string }>
  /** Everything up to here was told. */
  #after: MessagePlace = { createdMs: -1, id: '' }
  /** Pieces that were told of messages after that. */
  #told = new Set<string>()
  #stamp: string | null = null
  #trouble: ForeignTrouble | null = null

  constructor(source: Extract<Source, { session: string }>) {
    this.#source = source
  }

  /** Why the last look brought nothing; null: all is well. */
  get trouble(): ForeignTrouble | null {
    return this.#trouble
  }

  /** The next entries; null: there are none for the moment. */
  next(): readonly LogEntry[] | null {
    const stamp = this.#source.kind === 'opencode-database' ? foreignStamp(this.#source.path) : null
    if (stamp !== null && stamp === this.#stamp) return null
    const messages = messagesAfter(this.#source, this.#after, MOST_MESSAGES)
    this.#trouble = messages instanceof ForeignTrouble ? messages : null
    if (messages instanceof ForeignTrouble) return null
    const before = this.#after
    const entries = this.#take(messages)
    const mayHaveMore = messages.length === MOST_MESSAGES && this.#after !== before
    this.#stamp = mayHaveMore ? null : stamp
    return entries.length > 0 || mayHaveMore ? entries : null
  }

  #take(messages: readonly WholeMessage[]): LogEntry[] {
    const lastAnswer = messages.findLastIndex(isAnswer)
    const told = new Set<string>()
    let isPast = true
    const entries = messages.flatMap((message, at) => {
      const pieces = opencodePieces(message, message.parts)
      const isOver = at < lastAnswer || isComplete(message)
      isPast &&= isOver
      if (isPast) this.#after = { createdMs: message.createdMs, id: message.id }
      const news = pieces.filter(({ id, isWhole }) => (isWhole || isOver) && !this.#told.has(id))
      if (!isPast) for (const { id, isWhole } of pieces) if (isWhole || isOver) told.add(id)
      return news.flatMap((piece) => piece.entries)
    })
    this.#told = told
    return entries
  }
}

/** Nothing will be added to it. The parts of a question are written after it; a later answer closes whatever came before. */
function isComplete(message: WholeMessage): boolean {
  if (isAnswer(message)) return !isUnfinished(message)
  return message.type === undefined ? message.parts.length > 0 : message.data.status !== 'running'
}
