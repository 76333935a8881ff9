import { promptOf, type Tokens, totalOf } from '../../../src/model/tokens.ts'
import { type Api, type Message, sse, type Told } from './api.ts'
import { fields, type Json, objects, textOf, words } from './json.ts'
import { namedTools } from './tool-call.ts'

/** The Chat Completions API: pi, Qwen, OpenCode. */
export const chat: Api = {
  name: 'chat',
  fits: (path) => /\/chat\/completions$/.test(path),
  kind: (_path, body) => {
    if (body.max_tokens === 1) return 'probe'
    return objects(body.tools).length > 0 ? 'turn' : 'side'
  },
  model: (_path, body) => words(body.model),
  streams: (_path, body) => body.stream === true,
  messages: (body) => objects(body.messages).flatMap(messageOf),
  tools: (body) =>
    namedTools(
      objects(body.tools).map((tool) => tool.function),
      'parameters',
    ),
  tellable: (tokens) => ({
    ...tokens,
    cacheWrite5m: tokens.cacheWrite5m + tokens.cacheWrite1h,
    cacheWrite1h: 0,
  }),
  toldAtStart: () => null,
  stream: (told) => {
    const calls = callsOf(told).map((call, index) => ({ index, ...call }))
    return {
      head: [
        chunk(told, { role: 'assistant', content: '' }),
        ...(told.thinking === '' ? [] : [chunk(told, { reasoning_content: told.thinking })]),
      ],
      pieces: told.pieces.map((content) => chunk(told, { content })),
      tail: [
        ...(calls.length === 0 ? [] : [chunk(told, { tool_calls: calls })]),
        chunk(told, {}, finish(told)),
        sse({ ...answer(told, 'chat.completion.chunk'), choices: [], usage: usage(told.tokens) }),
        sse('[DONE]'),
      ],
    }
  },
  whole: (told) => {
    const calls = callsOf(told)
    const message = {
      role: 'assistant',
      content: told.pieces.join(''),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    }
    const choices = [{ index: 0, message, finish_reason: finish(told) }]
    return { ...answer(told, 'chat.completion'), choices, usage: usage(told.tokens) }
  },
  counted: (tokens) => ({ total_tokens: tokens }),
}

function messageOf({ role, content }: Json): Message[] {
  if (role === 'tool') return [{ from: 'tool', text: textOf(content) }]
  if (role === 'assistant') return [{ from: 'model', text: textOf(content) }]
  if (role !== 'user') return []
  if (typeof content === 'string') return [{ from: 'user', text: content }]
  return objects(content).map((part) => ({ from: 'user', text: words(fields(part).text) }))
}

function callsOf({ id, calls }: Told) {
  return calls.map(({ name, input }, at) => ({
    id: `call_${id}_${at}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }))
}

const answer = ({ id, model }: Told, object: string): Json => ({
  id: `chatcmpl-${id}`,
  object,
  created: 1_790_000_000,
  model,
})

const finish = ({ calls }: Told) => (calls.length > 0 ? 'tool_calls' : 'stop')

function chunk(told: Told, delta: Json, finish_reason: string | null = null): string {
  return sse({ ...answer(told, 'chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason }] })
}

function usage(tokens: Tokens): Json {
  return {
    prompt_tokens: promptOf(tokens),
    // As OpenRouter tells it: with what is written now in both. pi reads it so; clients that do not know the second
    // field take all of it for read.
    prompt_tokens_details: {
      cached_tokens: tokens.cacheRead + tokens.cacheWrite5m,
      cache_write_tokens: tokens.cacheWrite5m,
    },
    completion_tokens: tokens.output + tokens.reasoning,
    completion_tokens_details: { reasoning_tokens: tokens.reasoning },
    total_tokens: totalOf(tokens),
  }
}
