import { type LogEntry, logEntry } from '../model/log-entry.ts'
import { type Tokens, totalOf } from '../model/tokens.ts'
import { readCount } from './counts.ts'
import { isObject, objectOf, textOf } from './fields.ts'
import type { Fields } from './mended-lines.ts'
import { Recent } from './recent.ts'

/** Rows of one answer stand close together; those of a few parallel sub-agents in one file may alternate. */
const ANSWERS_KEPT = 1000

interface Answer {
  readonly id: string
  readonly tokens: Tokens
  readonly model: string
  readonly place: Place
}

type Place = Pick<LogEntry, 'atMs' | 'depth'>

/**
 * Tells what each answer of Claude used, once: all its rows repeat the usage, and early ones hold a placeholder. So an
 * answer is held until the next one begins, or until nothing follows; by docs/transcripts.md the largest row stands.
 */
export class ClaudeAnswers {
  readonly #told = new Recent<true>(ANSWERS_KEPT)
  #open: Answer | null = null

  /** The usage that is whole now that this record is there. */
  read(record: Fields, place: Place): LogEntry[] {
    const answer = answerIn(record, place)
    if (!answer || this.#told.has(answer.id)) return []
    if (this.#open?.id !== answer.id) {
      const whole = this.rest()
      this.#open = answer
      return whole
    }
    this.#open = isLarger(answer.tokens, this.#open.tokens) ? answer : { ...this.#open, place }
    return []
  }

  /** The usage of the answer that is open: it is taken for whole. */
  rest(): LogEntry[] {
    const answer = this.#open
    if (!answer) return []
    this.#open = null
    this.#told.set(answer.id, true)
    const { id, tokens, model, place } = answer
    return [logEntry({ role: 'agent', kind: 'usage', id: `${id}/usage`, tokens, model, ...place })]
  }
}

function answerIn(record: Fields, place: Place): Answer | null {
  const message = objectOf(record.message)
  const model = textOf(message.model)
  if (!isObject(message.usage) || model === '<synthetic>') return null
  const id = textOf(message.id) || textOf(record.requestId) || textOf(record.uuid) || JSON.stringify(record)
  return { id, tokens: tokensOf(message.usage), model, place }
}

function tokensOf(usage: Fields): Tokens {
  const nested = objectOf(usage.cache_creation)
  const isNested = 'ephemeral_5m_input_tokens' in nested || 'ephemeral_1h_input_tokens' in nested
  const count = (value: unknown) => readCount(value).count
  return {
    input: count(usage.input_tokens),
    output: count(usage.output_tokens),
    reasoning: 0,
    cacheRead: count(usage.cache_read_input_tokens),
    cacheWrite5m: count(isNested ? nested.ephemeral_5m_input_tokens : usage.cache_creation_input_tokens),
    cacheWrite1h: count(nested.ephemeral_1h_input_tokens),
  }
}

function isLarger(one: Tokens, other: Tokens): boolean {
  return (one.output - other.output || totalOf(one) - totalOf(other)) > 0
}
