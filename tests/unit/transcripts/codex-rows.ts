/** When the rows were written. */
export const AT = '2026-11-21T05:20:12.500Z'

/** The row with which a rollout begins. */
export function session(id: string, forked_from_id?: string) {
  return { timestamp: AT, type: 'session_meta', payload: { id, forked_from_id, cwd: '/home/me' } }
}

/** The row with which a turn begins. */
export function turn(turn_id?: string) {
  return { timestamp: AT, type: 'turn_context', payload: { turn_id, model: 'gpt-5' } }
}

/** What a response used, as newer versions write it. */
export function record(response_id: unknown, usage: unknown, thread_id = 't', thread_token_usage?: unknown) {
  const payload = { thread_id, response_id, usage, thread_token_usage }
  return { timestamp: AT, type: 'token_usage_record', payload }
}

/** A `token_count` event; null as its total: without info. */
export function event(total_token_usage: unknown, last_token_usage?: unknown) {
  const info = total_token_usage === null ? null : { total_token_usage, last_token_usage }
  return { timestamp: AT, type: 'event_msg', payload: { type: 'token_count', info } }
}

/** A usage object. */
export function counts(input: number, cached = 0, written = 0, output = 0, reasoning = 0) {
  return {
    input_tokens: input,
    cached_input_tokens: cached,
    cache_write_input_tokens: written,
    output_tokens: output,
    reasoning_output_tokens: reasoning,
    total_tokens: input + output,
  }
}
