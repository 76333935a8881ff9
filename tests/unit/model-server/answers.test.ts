import { afterEach, describe, expect, test } from 'vitest'
import type { Reply } from '../../support/model-server/rule.ts'
import { type ModelServer, startModelServer } from '../../support/model-server/server.ts'
import { ask, eventsOf } from '../../support/model-server-client.ts'

let server: ModelServer
afterEach(() => server.close())

const SAID = 'Two words,  and\nmore.'
const USAGE = { input: 1000, output: 70, reasoning: 30, cacheRead: 200, cacheWrite5m: 50, cacheWrite1h: 5 }
const answer: Reply = { text: SAID, thinking: 'Hm.', run: 'make all', usage: USAGE }
const CALL = { command: 'make all', background: false }

/** Starts a server that gives the answer, asks it over one API and returns the body of what comes. */
async function told(name: Parameters<typeof ask>[0], stream: boolean): Promise<string> {
  server = await startModelServer([{ answer }])
  const response = await ask(name, server.url, { texts: ['Build it.'], stream })
  expect(response.headers.get('content-type')).toBe(stream ? 'text/event-stream' : 'application/json')
  const body = await response.text()
  expect(server.exchanges).toMatchObject([
    { outcome: 'whole', asked: { api: name, model: 'a-model', text: 'Build it.' } },
  ])
  return body
}

describe('Anthropic Messages', () => {
  const usage = {
    input_tokens: 1000,
    output_tokens: 100,
    cache_read_input_tokens: 200,
    cache_creation_input_tokens: 55,
    cache_creation: { ephemeral_5m_input_tokens: 50, ephemeral_1h_input_tokens: 5 },
  }

  test('streams blocks that begin, grow and end in order, and the usage in the end', async () => {
    const events = eventsOf(await told('anthropic', true))
    expect(events[0]).toMatchObject({
      type: 'message_start',
      message: { usage: { ...usage, output_tokens: 1 } },
    })
    expect(events.at(-2)).toMatchObject({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage })
    expect(events.at(-1)).toEqual({ type: 'message_stop' })
    const started = events.filter(({ type }) => type === 'content_block_start')
    expect(
      started.map(({ index, content_block }) => [index, (content_block as { type: string }).type]),
    ).toEqual([
      [0, 'thinking'],
      [1, 'text'],
      [2, 'tool_use'],
    ])
    const deltas = events.flatMap((event) => (event.delta ?? []) as { text?: string; partial_json?: string })
    expect(deltas.map(({ text = '' }) => text).join('')).toBe(SAID)
    expect(JSON.parse(deltas.map(({ partial_json = '' }) => partial_json).join(''))).toEqual(CALL)
    expect(server.sent()).toEqual({ ...USAGE, output: 100, reasoning: 0 })
  })

  test('gives the same as one object', async () => {
    expect(JSON.parse(await told('anthropic', false))).toMatchObject({
      type: 'message',
      content: [
        { type: 'thinking' },
        { type: 'text', text: SAID },
        { type: 'tool_use', name: 'Bash', input: CALL },
      ],
      usage,
    })
  })

  test('counts tokens without using any', async () => {
    server = await startModelServer()
    const response = await fetch(`${server.url}/v1/messages/count_tokens`, {
      method: 'POST',
      body: '{"messages":[]}',
    })
    expect(await response.json()).toEqual({ input_tokens: 1000 })
    expect(server.exchanges).toMatchObject([{ asked: { kind: 'count' }, sent: null }])
  })
})

describe('OpenAI Responses', () => {
  const usage = {
    input_tokens: 1255,
    input_tokens_details: { cached_tokens: 200, cache_write_tokens: 55 },
    output_tokens: 100,
    output_tokens_details: { reasoning_tokens: 30 },
    total_tokens: 1355,
  }
  const output = [
    { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm.' }] },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: SAID }] },
    {
      type: 'function_call',
      name: 'exec_command',
      arguments: JSON.stringify({ background: false, command: 'make all' }),
    },
  ]

  test('streams items that are added and done, and the whole response in the end', async () => {
    const events = eventsOf(await told('responses', true))
    expect(events[0]).toMatchObject({ type: 'response.created' })
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: { output, usage } })
    for (const type of ['response.output_item.added', 'response.output_item.done'])
      expect(events.filter((event) => event.type === type).map(({ output_index }) => output_index)).toEqual([
        0, 1, 2,
      ])
    const grown = events.filter(({ type }) => type === 'response.output_text.delta').map(({ delta }) => delta)
    expect(grown.join('')).toBe(SAID)
    expect(server.sent()).toEqual({ ...USAGE, cacheWrite5m: 55, cacheWrite1h: 0 })
  })

  test('gives the same as one object', async () => {
    expect(JSON.parse(await told('responses', false))).toMatchObject({ status: 'completed', output, usage })
  })
})

describe('OpenAI Chat Completions', () => {
  const usage = {
    prompt_tokens: 1255,
    prompt_tokens_details: { cached_tokens: 255, cache_write_tokens: 55 },
    completion_tokens: 100,
    completion_tokens_details: { reasoning_tokens: 30 },
    total_tokens: 1355,
  }
  const call = {
    type: 'function',
    function: { name: 'bash', arguments: '{"background":false,"command":"make all"}' },
  }

  test('streams chunks, then a reason to end, then the usage, then the word that it is done', async () => {
    const body = await told('chat', true)
    expect(body).toMatch(/data: \[DONE\]\n\n$/)
    const events = eventsOf(body) as {
      choices: { delta: { content?: string }; finish_reason: string | null }[]
    }[]
    expect(events.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(SAID)
    expect(events.at(-3)).toMatchObject({ choices: [{ delta: { tool_calls: [{ index: 0, ...call }] } }] })
    expect(events.at(-2)).toMatchObject({ choices: [{ delta: {}, finish_reason: 'tool_calls' }] })
    expect(events.at(-1)).toMatchObject({ choices: [], usage })
    expect(server.sent()).toEqual({ ...USAGE, cacheWrite5m: 55, cacheWrite1h: 0 })
  })

  test('gives the same as one object', async () => {
    const choices = [
      { message: { role: 'assistant', content: SAID, tool_calls: [call] }, finish_reason: 'tool_calls' },
    ]
    expect(JSON.parse(await told('chat', false))).toMatchObject({ choices, usage })
  })
})

describe('Gemini', () => {
  const usageMetadata = {
    promptTokenCount: 1255,
    cachedContentTokenCount: 200,
    candidatesTokenCount: 70,
    thoughtsTokenCount: 30,
    totalTokenCount: 1355,
  }
  const call = { functionCall: { name: 'run_shell_command', args: CALL } }

  test('streams parts of the answer, the last of them with its usage', async () => {
    const events = eventsOf(await told('gemini', true)) as {
      candidates: { content: { parts: object[] } }[]
    }[]
    const parts = events.flatMap(({ candidates }) => candidates[0]?.content.parts ?? []) as {
      text?: string
    }[]
    expect(parts[0]).toEqual({ text: 'Hm.', thought: true })
    expect(
      parts
        .slice(1, -1)
        .map(({ text }) => text)
        .join(''),
    ).toBe(SAID)
    expect(parts.at(-1)).toEqual(call)
    expect(events.at(-1)).toMatchObject({ candidates: [{ finishReason: 'STOP' }], usageMetadata })
    expect(server.sent()).toEqual({ ...USAGE, input: 1055, cacheWrite5m: 0, cacheWrite1h: 0 })
  })

  test('gives the same as one object', async () => {
    const { candidates, ...rest } = JSON.parse(await told('gemini', false))
    expect(rest).toMatchObject({ usageMetadata })
    expect(candidates[0].content.parts.at(-1)).toEqual(call)
  })
})

test('answers that say no usage have one each, no two alike, and none of its parts is 0', async () => {
  server = await startModelServer([{ answer: 'Yes.' }])
  for (const text of ['one', 'two']) await ask('anthropic', server.url, { texts: [text] })
  const [one = [], two = []] = server.exchanges.map(({ sent }) =>
    Object.values({ ...sent, reasoning: undefined }),
  )
  expect([...one, ...two]).not.toContain(0)
  for (const [at, tokens] of one.entries()) if (tokens) expect(two[at]).not.toBe(tokens)
})
