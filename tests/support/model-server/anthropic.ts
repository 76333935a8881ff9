import type { Tokens } from '../../../src/model/tokens.ts'
import { type Api, type Message, sse, type Told } from './api.ts'
import { fields, type Json, objects, textOf, words } from './json.ts'
import { namedTools } from './tool-call.ts'

/** The Messages API: Claude Code. */
export const anthropic: Api = {
  name: 'anthropic',
  fits: (path) => /\/v1\/messages(\/count_tokens)?$/.test(path),
  kind: (path, body) => {
    if (path.endsWith('/count_tokens')) return 'count'
    if (body.max_tokens === 1) return 'probe'
    if (/Your task is to create a detailed summary of/.test(newestText(body))) return 'compaction'
    return objects(body.tools).length > 0 ? 'turn' : 'side'
  },
  model: (_path, body) => words(body.model),
  streams: (_path, body) => body.stream === true,
  messages: (body) => objects(body.messages).flatMap(partsOf),
  tools: (body) => namedTools(body.tools, 'input_schema'),
  // Thinking is part of the output.
  tellable: (tokens) => ({ ...tokens, output: tokens.output + tokens.reasoning, reasoning: 0 }),
  toldAtStart: (tokens) => ({ ...tokens, output: 1 }),
  stream: (told) => {
    const blocks = blocksOf(told)
    const text = blocks.findIndex(({ type }) => type === 'text')
    const before = blocks.slice(0, Math.max(0, text)).flatMap(blockEvents)
    const after = blocks.slice(text + 1).flatMap((block, at) => blockEvents(block, text + 1 + at))
    const start = { type: 'content_block_start', index: text, content_block: { type: 'text', text: '' } }
    const stop = { type: 'content_block_stop', index: text }
    return {
      head: [startEvent(told), ...before, ...(text < 0 ? [] : [event(start)])],
      pieces: told.pieces.map((piece) => delta(text, { type: 'text_delta', text: piece })),
      tail: [...(text < 0 ? [] : [event(stop)]), ...after, ...endEvents(told)],
    }
  },
  whole: (told) => ({
    ...message(told),
    content: blocksOf(told),
    stop_reason: stopReason(told),
    usage: usage(told.tokens),
  }),
  counted: (tokens) => ({ input_tokens: tokens }),
}

function newestText(body: Json): string {
  return textOf(objects(body.messages).findLast(({ role }) => role === 'user')?.content)
}

/**
 * A message of the user may hold tool results and texts, each of which is one of its own here. Claude Code adds hints between
 * them with the role `system`, which are nobody's words.
 */
function partsOf({ role, content }: Json): Message[] {
  if (role === 'system') return []
  if (typeof content === 'string') return [{ from: role === 'user' ? 'user' : 'model', text: content }]
  return objects(content).map((part) => {
    if (part.type === 'tool_result') return { from: 'tool', text: textOf(part.content) }
    return { from: role === 'user' ? 'user' : 'model', text: words(part.text) }
  })
}

const event = (data: Json) => sse(data, words(data.type))
const delta = (index: number, data: Json) => event({ type: 'content_block_delta', index, delta: data })

function blocksOf({ id: answer, thinking, pieces, calls }: Told): Json[] {
  return [
    ...(thinking === '' ? [] : [{ type: 'thinking', thinking, signature: 'AAAA' }]),
    ...(pieces.length === 0 ? [] : [{ type: 'text', text: pieces.join('') }]),
    ...calls.map(({ name, input }, at) => ({ type: 'tool_use', id: `toolu_${answer}_${at}`, name, input })),
  ]
}

function blockEvents(block: Json, index: number): string[] {
  const stop = event({ type: 'content_block_stop', index })
  const start = (content_block: Json) => event({ type: 'content_block_start', index, content_block })
  if (block.type === 'thinking')
    return [
      start({ type: 'thinking', thinking: '', signature: '' }),
      delta(index, { type: 'thinking_delta', thinking: block.thinking }),
      delta(index, { type: 'signature_delta', signature: block.signature }),
      stop,
    ]
  const partial_json = JSON.stringify(fields(block.input))
  return [start({ ...block, input: {} }), delta(index, { type: 'input_json_delta', partial_json }), stop]
}

function message({ id, model }: Told): Json {
  return { id: `msg_${id}`, type: 'message', role: 'assistant', model, stop_sequence: null }
}

function startEvent(told: Told): string {
  const begun = {
    ...message(told),
    content: [],
    stop_reason: null,
    usage: { ...usage(told.tokens), output_tokens: 1 },
  }
  return event({ type: 'message_start', message: begun })
}

function endEvents(told: Told): string[] {
  const end = { stop_reason: stopReason(told), stop_sequence: null }
  return [
    event({ type: 'message_delta', delta: end, usage: usage(told.tokens) }),
    event({ type: 'message_stop' }),
  ]
}

const stopReason = ({ calls }: Told) => (calls.length > 0 ? 'tool_use' : 'end_turn')

function usage(tokens: Tokens): Json {
  return {
    input_tokens: tokens.input,
    cache_read_input_tokens: tokens.cacheRead,
    cache_creation_input_tokens: tokens.cacheWrite5m + tokens.cacheWrite1h,
    cache_creation: {
      ephemeral_5m_input_tokens: tokens.cacheWrite5m,
      ephemeral_1h_input_tokens: tokens.cacheWrite1h,
    },
    output_tokens: tokens.output,
    service_tier: 'standard',
  }
}
