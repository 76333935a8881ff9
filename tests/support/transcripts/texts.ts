import type { Chance } from './chance.ts'
import type { Json } from './json-writer.ts'

const USAGE: Json = {
  input_tokens: 777_777,
  output_tokens: 777_777,
  cached_input_tokens: 7,
  cache_read_input_tokens: 777_777,
  cache_creation_input_tokens: 777_777,
  total_tokens: 777_777,
}

const FAKE_TOKENS: Json = { input: 777_777, output: 777_777, cached: 7, thoughts: 7, tool: 7, total: 777_777 }

/** An object in the shape of a record of every CLI, to stand where no record is: 777777 in a sum betrays it. */
export const DECOY: { readonly [key: string]: Json } = {
  type: 'assistant',
  id: 'decoy',
  uuid: 'decoy',
  requestId: 'req_decoy',
  timestamp: '2026-01-01T00:00:00.000Z',
  model: 'decoy',
  message: { id: 'msg_decoy', type: 'message', role: 'assistant', model: 'decoy', usage: USAGE },
  payload: {
    type: 'token_usage_record',
    response_id: 'decoy',
    usage: USAGE,
    info: { last_token_usage: USAGE },
  },
  usage: { input: 777_777, output: 777_777, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
  tokens: FAKE_TOKENS,
}

const TEXTS = [
  'Done.',
  'Größe: 12 €, 漢字, 👩‍👩‍👧, עברית, e\u0301',
  'She said: "usage" {"usage":{"input_tokens":777777}} \\',
  '{"type":"assistant","message":{"id":"decoy","usage":{"output_tokens":777777}}}',
  'line one\nline two\r\n\ttab \u0000 \u001b[31m \u2028',
  '\\"usage\\":{\\"output_tokens\\":777777}',
  '}}}}]]]]{{{{[[[[""""',
  '',
]

/** A text of a person, a model or a tool, now and then a transcript that was read by a tool. */
export function anyText(chance: Chance): string {
  if (chance.happens(0.1)) return `${JSON.stringify(DECOY)}\n`.repeat(chance.between(1, 3))
  return chance.pick(TEXTS).repeat(chance.happens(0.1) ? chance.between(2, 60) : 1)
}
