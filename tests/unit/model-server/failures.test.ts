import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { hold } from '../../support/model-server/hold.ts'
import {
  CODEX_CONTEXT_FULL,
  claudeLimit,
  claudeWarning,
  codexLimit,
  codexWindows,
  tooManyRequests,
} from '../../support/model-server/limits.ts'
import type { Answer } from '../../support/model-server/rule.ts'
import {
  type ModelServer,
  type ModelServerOptions,
  startModelServer,
} from '../../support/model-server/server.ts'
import { ask } from '../../support/model-server-client.ts'

let server: ModelServer
afterEach(() => server.close())

async function answered(
  api: 'anthropic' | 'responses',
  answer: Answer,
  options?: ModelServerOptions,
): Promise<Response> {
  server = await startModelServer([{ answer }], options)
  return ask(api, server.url, { texts: ['go'], stream: true })
}

/** Reads until so much text came; the rest stays. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: string): Promise<void> {
  let got = ''
  while (!got.includes(text)) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`ended after: ${got}`)
    got += new TextDecoder().decode(value)
  }
}

const RESETS = { resetsAtMs: 1_790_000_000_000 }

describe('limits', () => {
  test("Claude's comes with the headers that its client reads", async () => {
    const response = await answered('anthropic', claudeLimit({ claim: 'seven_day', ...RESETS }))
    expect(response.status).toBe(429)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-reset': '1790000000',
      'anthropic-ratelimit-unified-representative-claim': 'seven_day',
    })
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } })
    expect(server.exchanges).toMatchObject([{ outcome: 'refused', sent: null }])
  })

  test('a warning comes with an answer', async () => {
    const headers = claudeWarning({ claim: 'five_hour', ...RESETS }, 0.92)
    const response = await answered('anthropic', { text: 'Yes.', headers })
    expect(response.headers.get('anthropic-ratelimit-unified-5h-utilization')).toBe('0.92')
    expect(response.status).toBe(200)
  })

  test("Codex's names its end, and its windows stand in the headers of every answer", async () => {
    const headers = codexWindows({ usedPercent: 92, windowMs: 18_000_000, ...RESETS })
    const response = await answered('responses', codexLimit(RESETS.resetsAtMs), { headers })
    expect(response.headers.get('x-codex-primary-window-minutes')).toBe('300')
    const error = { type: 'usage_limit_reached', resets_at: 1_790_000_000 }
    expect(await response.json()).toMatchObject({ error })
  })

  test('a full context is told in a stream that began well', async () => {
    const response = await answered('responses', CODEX_CONTEXT_FULL)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(await response.text()).toMatch(
      /^event: response\.failed\ndata: \{.*context_length_exceeded.*\}\n\n$/,
    )
  })

  test('too many requests say when to come again', async () => {
    expect((await answered('anthropic', tooManyRequests(20_000))).headers.get('retry-after')).toBe('20')
  })
})

describe('an answer', () => {
  test('breaks off after as many pieces as asked for, and what was told by then is kept', async () => {
    const response = await answered('anthropic', {
      text: 'one two three',
      usage: { input: 9, output: 5 },
      breakAfter: 2,
    })
    const got: string[] = []
    const reading = (async () => {
      for await (const bytes of response.body!) got.push(new TextDecoder().decode(bytes))
    })()
    await expect(reading).rejects.toThrow()
    expect([...got.join('').matchAll(/"text":"(\w+) ?"/g)].map(([, word]) => word)).toEqual(['one', 'two'])
    await expect
      .poll(() => server.exchanges[0])
      .toMatchObject({ outcome: 'broken', sent: { input: 9, output: 1 } })
    expect(server.sent().input).toBe(0)
  })

  test('waits at its gate while the test acts, and goes on when that is opened', async () => {
    const gate = hold(1)
    const response = await answered('responses', { text: 'one two', hold: gate })
    const reader = response.body!.getReader()
    await gate.reached
    await readUntil(reader, 'one ')
    expect(server.exchanges[0]?.outcome).toBeNull()
    gate.open()
    await readUntil(reader, 'response.completed')
    await expect.poll(() => server.exchanges[0]?.outcome).toBe('whole')
  })

  test('that waits before its first byte has no status yet', async () => {
    const gate = hold(0)
    let status = 0
    server = await startModelServer([{ when: /go/, answer: { text: 'At last.', hold: gate } }])
    const asked = ask('chat', server.url, { texts: ['go'] }).then((response) => {
      status = response.status
    })
    await gate.reached
    // Another one's answer comes meanwhile: the first had time enough to come.
    await ask('chat', server.url, { texts: ['wait'], tool: null })
    expect(status).toBe(0)
    gate.open()
    await asked
    expect(status).toBe(200)
  })

  test('that a client does not wait for is known as left', async () => {
    const leaving = new AbortController()
    server = await startModelServer([{ answer: { silent: true } }])
    const asked = ask('anthropic', server.url, { texts: ['go'], signal: leaving.signal })
    await server.find(({ asked: { text } }) => text === 'go')
    leaving.abort()
    await expect(asked).rejects.toThrow('abort')
    await expect.poll(() => server.exchanges[0]?.outcome).toBe('left')
  })
})

test('close ends answers that wait, and nothing listens any more', async () => {
  const gate = hold(1)
  const response = await answered('anthropic', { text: 'one two', hold: gate })
  await gate.reached
  const left = response.text()
  await Promise.all([server.close(), expect(left).rejects.toThrow()])
  expect(server.exchanges).toMatchObject([{ outcome: 'left' }])
  const refused = new Promise((_, reject) =>
    connect(Number(new URL(server.url).port), '127.0.0.1').once('error', reject),
  )
  await expect(refused).rejects.toThrow('ECONNREFUSED')
})
