import { afterEach, describe, expect, test } from 'vitest'
import type { Rule } from '../../support/model-server/rule.ts'
import { type ModelServer, startModelServer } from '../../support/model-server/server.ts'
import { ask, type Question } from '../../support/model-server-client.ts'

let server: ModelServer
afterEach(() => server.close())

/** What the server answers, as text, to one question after the other. */
async function answers(rules: readonly Rule[], ...questions: Question[]): Promise<string[]> {
  server = await startModelServer(rules)
  const said: string[] = []
  for (const question of questions) said.push(await saidTo(question))
  return said
}

async function saidTo(question: Question): Promise<string> {
  const response = await ask('anthropic', server.url, question)
  if (!response.ok) return String(response.status)
  const { content } = (await response.json()) as { content: { text?: string; input?: { command: string } }[] }
  return content.map(({ text, input }) => text ?? `$ ${input?.command}`).join(' ')
}

const say = (...texts: string[]): Question => ({ texts })

describe('the rule that answers', () => {
  test('is the first that fits the newest text of the user', async () => {
    const rules = [
      { when: /build/, answer: 'I build.' },
      { when: /build|test/, answer: 'I test.' },
    ]
    expect(await answers(rules, say('build'), say('build', 'test'), say('test', 'build'))).toEqual([
      'I build.',
      'I test.',
      'I build.',
    ])
  })

  test('is not tried by its pattern when the request brings the result of a tool', async () => {
    const rules = [{ when: /go/, answer: { run: 'ls' } }]
    expect(await answers(rules, say('go'), { ...say('go'), toolResult: 'ok' })).toEqual(['$ ls', 'Answer 1.'])
  })

  test('is used up after as many answers as it is for', async () => {
    const rules = [{ when: /go/, times: 2, answer: 'One of two.' }]
    expect(await answers(rules, say('go'), say('go'), say('go'))).toEqual([
      'One of two.',
      'One of two.',
      'Answer 2.',
    ])
  })

  test('may look at everything in a request', async () => {
    const rules = [
      {
        when: ({ key, conversation, before }: { key: string; conversation: string; before: number }) =>
          key === 'of-bob' && conversation.includes('plan A') && before === 1,
        answer: 'Yes, Bob.',
      },
    ]
    const bob = { key: 'of-bob', texts: ['plan A', 'go'] }
    expect(await answers(rules, bob, { ...bob, key: 'of-al' }, bob)).toEqual([
      'Answer 0.',
      'Answer 0.',
      'Yes, Bob.',
    ])
  })

  test('may be added later, before those that are there', async () => {
    expect(await answers([{ answer: 'Old.' }], say('go'))).toEqual(['Old.'])
    server.add({ when: /go/, times: 1, answer: 'New.' })
    expect([await saidTo(say('go')), await saidTo(say('go'))]).toEqual(['New.', 'Old.'])
  })

  test('does not take what a client adds for the words of its user', async () => {
    server = await startModelServer([{ when: /^go$/, answer: 'I go.' }])
    const content = [{ type: 'text', text: '<system-reminder>stop</system-reminder>' }]
    const messages = [{ role: 'user', content: [...content, { type: 'text', text: 'go' }, ...content] }]
    const body = JSON.stringify({ model: 'm', messages, tools: [{ name: 'Bash', input_schema: {} }] })
    const response = await fetch(`${server.url}/v1/messages`, { method: 'POST', body })
    expect(await response.json()).toMatchObject({ content: [{ text: 'I go.' }] })
  })
})

test.each([
  ['a hint of Claude Code', [], { role: 'system', content: 'Keep them updated.' }],
  ['a text that waited in its queue', [{ type: 'text', text: 'and that' }], null],
])('%s behind the result of a tool does not hide that result', async (_what, parts, behind) => {
  server = await startModelServer([{ when: ({ toolResult }) => toolResult === 'ok', answer: 'I saw it.' }])
  const result = { role: 'user', content: [{ type: 'tool_result', content: 'ok' }, ...parts] }
  const messages = [{ role: 'user', content: 'go' }, result, ...(behind ? [behind] : [])]
  const body = JSON.stringify({ model: 'm', messages, tools: [{ name: 'Bash', input_schema: {} }] })
  const response = await fetch(`${server.url}/v1/messages`, { method: 'POST', body })
  expect(await response.json()).toMatchObject({ content: [{ text: 'I saw it.' }] })
})

describe('a list of answers', () => {
  const rules: Rule[] = [
    { when: /build/, times: 1, answer: [{ run: 'make' }, { run: 'make test' }, 'Built.'] },
    { when: /build/, answer: [{ run: 'ls' }, 'Built already.'] },
  ]
  const result = (text: string): Question => ({ texts: [text], toolResult: 'ok' })

  test('goes through one turn, a step at each tool result, and leaves the next turn to other rules', async () => {
    server = await startModelServer(rules)
    const tool = { role: 'user', content: [{ type: 'tool_result', content: 'ok' }] }
    const model = { role: 'assistant', content: 'Well.' }
    const user = (content: string) => ({ role: 'user', content })
    const said = async (...messages: object[]) => {
      const tools = [{ name: 'Bash', input_schema: {} }]
      const body = JSON.stringify({ model: 'm', messages, tools })
      const response = await fetch(`${server.url}/v1/messages`, { method: 'POST', body })
      const { content } = (await response.json()) as {
        content: { text?: string; input?: { command: string } }[]
      }
      return content[0]?.text ?? content[0]?.input?.command
    }
    const first = [user('build'), model, tool, model, tool]
    expect(await said(...first.slice(0, 1))).toBe('make')
    expect(await said(...first.slice(0, 3))).toBe('make test')
    expect(await said(...first)).toBe('Built.')
    expect(await said(...first, model, user('build'))).toBe('ls')
    expect(await said(...first, model, user('build'), model, tool)).toBe('Built already.')
  })

  test('is told apart by agent, though both are asked the same', async () => {
    const al = (question: Question) => ({ ...question, key: 'al' })
    const bob = (question: Question) => ({ ...question, key: 'bob' })
    const build = say('build')
    expect(await answers(rules, al(build), bob(build), al(result('build')), bob(result('build')))).toEqual([
      '$ make',
      '$ ls',
      '$ make test',
      'Built already.',
    ])
  })

  test('takes the results of calls made at once for one step', async () => {
    server = await startModelServer()
    const results = [
      { role: 'tool', content: 'a' },
      { role: 'tool', content: 'b' },
    ]
    const messages = [
      { role: 'user', content: 'go' },
      { role: 'assistant' },
      ...results,
      { role: 'assistant' },
      ...results,
    ]
    await fetch(`${server.url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify({ messages }) })
    expect(server.exchanges).toMatchObject([{ asked: { step: 2, toolResult: 'b' } }])
  })

  test('begins anew when the client asks for its first answer again', async () => {
    const again: Rule[] = [{ when: /build/, answer: [{ run: 'make' }, 'Built.'] }]
    const build = say('build')
    expect(await answers(again, build, build, result('build'))).toEqual(['$ make', '$ make', 'Built.'])
  })
})

describe('hidden calls', () => {
  test('are kept apart in the sums and see no rule of the conversation', async () => {
    const title = { texts: ['build'], tool: null }
    const rules: Rule[] = [
      { when: /build/, times: 1, answer: 'I build.' },
      { kind: 'side', answer: { text: 'A title', usage: { input: 7 } } },
    ]
    expect(await answers(rules, title, say('build'))).toEqual(['A title', 'I build.'])
    expect(server.exchanges.map(({ asked }) => asked.kind)).toEqual(['side', 'turn'])
    expect(server.sentHidden()).toMatchObject({ input: 7, output: 0 })
    expect(server.sent()).toEqual(server.exchanges[1]?.sent)
  })

  test.each(['anthropic', 'responses', 'chat', 'gemini'] as const)(
    'are those without tools (%s)',
    async (api) => {
      server = await startModelServer()
      for (const tool of [null, 'bash']) await ask(api, server.url, { texts: ['go'], tool })
      expect(server.exchanges.map(({ asked }) => asked.kind)).toEqual(['side', 'turn'])
    },
  )

  test('to unknown addresses are kept and refused', async () => {
    server = await startModelServer([{ answer: 'Yes.' }])
    expect((await fetch(`${server.url}/api/hello`)).status).toBe(404)
    expect(server.exchanges).toMatchObject([
      { outcome: 'refused', asked: { kind: 'other', path: '/api/hello' } },
    ])
  })
})

test('a command for a client without a shell tool is a trouble, and the client is told', async () => {
  const question = { ...say('build'), tool: 'Read' }
  expect(await answers([{ answer: { run: 'make' } }], question)).toEqual(['400'])
  expect(server.troubles).toEqual([
    'POST /v1/messages?beta=true: Error: No shell tool is offered, only: Read.',
  ])
})

test('sums go by key, so that each agent has its own', async () => {
  await answers(
    [{ answer: { text: 'Yes.', usage: { output: 5 } } }],
    { ...say('go'), key: 'al' },
    say('go'),
    say('go'),
  )
  expect(server.sent(({ asked }) => asked.key === 'al').output).toBe(5)
  expect(server.sent().output).toBe(15)
})

test('who waits for a request in vain is told what was asked instead', async () => {
  await answers([], say('hello'))
  await expect(server.find(({ asked }) => asked.text === 'bye', 20)).rejects.toThrow(
    'No such request within 20 ms, but: \nPOST /v1/messages turn "hello" 0 whole',
  )
})
