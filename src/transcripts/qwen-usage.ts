import type { Setback } from '../model/setback.ts'
import type { Tokens } from '../model/tokens.ts'
import type { Use } from '../model/use.ts'
import { readCount } from './counts.ts'
import { objectOf, textOf } from './fields.ts'
import { readRows } from './lines-with.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { QWEN_ERROR, type QwenFailing, readQwenSetback } from './qwen-setback.ts'
import { readIsoTime } from './times.ts'
import type { ReaderState, UsageFormat, UsageReader } from './usage-reader.ts'

interface QwenState extends ReaderState {
  /** A row stood in the file that tells of a response itself. */
  readonly tellsResponses: boolean
  /** The turn that failed last; null: none did, or an answer came since. */
  readonly failing: QwenFailing | null
}

const RESPONSE = 'qwen-code.api_response'

/** One of them stands in each row that matters here. */
const MARKS = ['"usageMetadata"', `"${RESPONSE}"`, `"${QWEN_ERROR}"`]

/** Where a row has its counts: what was sent with what was cached, the answer with its thoughts, and both. */
interface Names {
  readonly input: string
  readonly cached: string
  readonly output: string
  readonly thoughts: string
  readonly total: string
}

const OF_RESPONSE: Names = {
  input: 'input_token_count',
  cached: 'cached_content_token_count',
  output: 'output_token_count',
  thoughts: 'thoughts_token_count',
  total: 'total_token_count',
}

const OF_ANSWER: Names = {
  input: 'promptTokenCount',
  cached: 'cachedContentTokenCount',
  output: 'candidatesTokenCount',
  thoughts: 'thoughtsTokenCount',
  total: 'totalTokenCount',
}

/** Qwen Code's chats; docs/transcripts.md has the rules. */
export const qwenUsage: UsageFormat = {
  name: 'qwen',
  standing: 'last',
  reader: (state) => new QwenReader({ tellsResponses: false, failing: null, ...state }),
}

class QwenReader implements UsageReader {
  state: QwenState
  bad = 0

  constructor(state: QwenState) {
    this.state = state
  }

  read(lines: Buffer, found: (use: Use) => void, met: (setback: Setback) => void = () => undefined): void {
    this.bad += readRows(lines, MARKS, (row) => {
      const failed = readQwenSetback(row, this.state.failing)
      if (failed) met(failed.setback)
      const use = this.#useOf(row)
      if (use) found(use)
      if (failed || use) this.state = { ...this.state, failing: failed?.failing ?? null }
    })
  }

  #useOf(row: Fields): Use | null {
    const response = asFields(objectOf(row.systemPayload).uiEvent)
    if (response?.['event.name'] === RESPONSE) {
      this.state = { ...this.state, tellsResponses: true }
      return useOfResponse(row, response)
    }
    const logged = asFields(row.usageMetadata)
    const id = textOf(row.uuid)
    if (!logged || id === '' || this.state.tellsResponses) return null
    return { id, ...place(row), model: textOf(row.model), ...readTokens(logged, OF_ANSWER) }
  }
}

/** A response of any call, also of those that are no part of the conversation. */
function useOfResponse(row: Fields, response: Fields): Use | null {
  const [at, name] = [textOf(response['event.timestamp']), textOf(response.response_id)]
  const id = name === '' ? textOf(row.uuid) : `${at}/${name}`
  if (id === '') return null
  return { id, ...place(row), model: textOf(response.model), ...readTokens(response, OF_RESPONSE) }
}

function place(row: Fields): Pick<Use, 'atMs'> {
  return { atMs: readIsoTime(row.timestamp) }
}

/** Thoughts are a part of the output, but for models whose total has them beside it. */
function readTokens(logged: Fields, names: Names): { tokens: Tokens; odd: boolean } {
  const count = (name: keyof Names) => readCount(logged[names[name]])
  const [input, cached, output] = [count('input'), count('cached'), count('output')]
  const [thoughts, total] = [count('thoughts'), count('total')]
  const areBeside = total.count >= input.count + output.count + thoughts.count
  return {
    tokens: {
      input: Math.max(0, input.count - cached.count),
      output: areBeside ? output.count : Math.max(0, output.count - thoughts.count),
      reasoning: thoughts.count,
      cacheRead: cached.count,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
    },
    odd: [input, cached, output, thoughts, total].some(({ odd }) => odd),
  }
}
