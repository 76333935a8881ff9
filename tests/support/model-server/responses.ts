import type { IncomingHttpHeaders } from 'node:http'
import { promptOf, type Tokens, totalOf } from '../../../src/model/tokens.ts'
import { type Api, type Kind, type Message, sse, type Told, type Tool } from './api.ts'
import { fields, type Json, objects, textOf, words } from './json.ts'
import { namedTools } from './tool-call.ts'

/** The Responses API: Codex. */
export const responses: Api = {
  name: 'responses',
  fits: (path) => /\/responses$/.test(path),
  kind: (_path, body, headers) => kindOf(body, headers),
  model: (_path, body) => words(body.model),
  streams: (_path, body) => body.stream === true,
  messages: (body) => objects(body.input).flatMap(messageOf),
  tools: (body) => objects(body.tools).flatMap(toolsOf),
  tellable: (tokens) => ({
    ...tokens,
    cacheWrite5m: tokens.cacheWrite5m + tokens.cacheWrite1h,
    cacheWrite1h: 0,
  }),
  toldAtStart: () => null,
  stream: (told) => {
    const items = itemsOf(told)
    const text = items.findIndex(({ type }) => type === 'message')
    const at = { item_id: words(items[text]?.id), output_index: text, content_index: 0 }
    return {
      head: [
        event({
          type: 'response.created',
          response: { ...response(told), status: 'in_progress', output: [] },
        }),
        ...items.slice(0, Math.max(0, text)).flatMap(itemEvents),
        ...(text < 0 ? [] : [added({ ...items[text], content: [] }, text)]),
      ],
      pieces: told.pieces.map((piece) => event({ type: 'response.output_text.delta', ...at, delta: piece })),
      tail: [
        ...(text < 0 ? [] : [done(items[text] ?? {}, text)]),
        ...items.slice(text + 1).flatMap((item, index) => itemEvents(item, text + 1 + index)),
        event({ type: 'response.completed', response: whole(told) }),
      ],
    }
  },
  whole,
  counted: (tokens) => ({ input_tokens: tokens }),
}

/** Codex says itself what a request is for, but calls the thread that makes its titles a turn too: that one has no tools. */
function kindOf(body: Json, headers: IncomingHttpHeaders): Kind {
  const metadata = String(headers['x-codex-turn-metadata'] ?? '')
  if (metadata.includes('"request_kind":"compaction"')) return 'compaction'
  return objects(body.tools).length > 0 ? 'turn' : 'side'
}

function messageOf(item: Json): Message[] {
  const type = words(item.type)
  if (/_output$/.test(type)) return [{ from: 'tool', text: words(item.output) || textOf(item.output) }]
  if (/_call$/.test(type)) return [{ from: 'model', text: '' }]
  if (item.role === 'assistant') return [{ from: 'model', text: textOf(item.content) }]
  if (item.role !== 'user') return []
  if (typeof item.content === 'string') return [{ from: 'user', text: item.content }]
  return objects(item.content).map((part) => ({ from: 'user', text: words(part.text) }))
}

function toolsOf(tool: Json): Tool[] {
  const inner = namedTools(tool.tools, 'parameters')
  if (inner.length > 0) return inner.map((each) => ({ ...each, namespace: words(tool.name) }))
  return [{ name: words(tool.name) || words(tool.type), schema: fields(tool.parameters) }]
}

const event = (data: Json) => sse(data, words(data.type))
const added = (item: Json, output_index: number) =>
  event({ type: 'response.output_item.added', output_index, item })
const done = (item: Json, output_index: number) =>
  event({ type: 'response.output_item.done', output_index, item })
const itemEvents = (item: Json, index: number) => [added(item, index), done(item, index)]

function itemsOf({ id, thinking, pieces, calls }: Told): Json[] {
  const summary = [{ type: 'summary_text', text: thinking }]
  const content = [{ type: 'output_text', text: pieces.join(''), annotations: [] }]
  const status = 'completed'
  return [
    ...(thinking === '' ? [] : [{ type: 'reasoning', id: `rs_${id}`, summary, encrypted_content: 'AAAA' }]),
    ...(pieces.length === 0
      ? []
      : [{ type: 'message', id: `msg_${id}`, role: 'assistant', status, content }]),
    ...calls.map(({ name, namespace, input }, at) => ({
      type: 'function_call',
      id: `fc_${id}_${at}`,
      call_id: `call_${id}_${at}`,
      name,
      ...(namespace === undefined ? {} : { namespace }),
      arguments: JSON.stringify(input),
      status,
    })),
  ]
}

const response = ({ id, model }: Told): Json => ({ id: `resp_${id}`, object: 'response', model })

function whole(told: Told): Json {
  return { ...response(told), status: 'completed', output: itemsOf(told), usage: usage(told.tokens) }
}

function usage(tokens: Tokens): Json {
  return {
    input_tokens: promptOf(tokens),
    input_tokens_details: { cached_tokens: tokens.cacheRead, cache_write_tokens: tokens.cacheWrite5m },
    output_tokens: tokens.output + tokens.reasoning,
    output_tokens_details: { reasoning_tokens: tokens.reasoning },
    total_tokens: totalOf(tokens),
  }
}
