import type { Api } from './model-server/api.ts'

/** What a client of any API asks: texts of a conversation from the user's first, and whether a tool's result ends it. */
export interface Question {
  readonly texts: readonly string[]
  readonly toolResult?: string
  /** Name of its shell tool; null: none. Default: a usual one. */
  readonly tool?: string | null
  readonly stream?: boolean
  readonly key?: string
  readonly signal?: AbortSignal
}

type Name = Api['name']

const SCHEMA = {
  type: 'object',
  properties: { command: { type: 'string' }, background: { type: 'boolean' } },
}
const parameters = { ...SCHEMA, required: ['command', 'background'] }

/** The events of a stream, each as its data, but for the word that it is done. */
export function eventsOf<T = Record<string, unknown>>(body: string): T[] {
  const data = body.split('\n\n').flatMap((event) => /^data: (\{.*)$/m.exec(event)?.[1] ?? [])
  return data.map((text) => JSON.parse(text))
}

/** Sends one request as a client of the API would. */
export function ask(name: Name, url: string, question: Question): Promise<Response> {
  const { path, body } = requests[name](question)
  const key = question.key ?? 'dummy'
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: name === 'anthropic' ? { 'x-api-key': key } : { authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: 'a-model', stream: question.stream ?? false, ...body }),
    ...(question.signal ? { signal: question.signal } : {}),
  })
}

const requests: Readonly<Record<Name, (question: Question) => { path: string; body: object }>> = {
  anthropic: ({ texts, toolResult, tool = 'Bash' }) => ({
    path: '/v1/messages?beta=true',
    body: {
      messages: [
        ...turns(texts, (role, content) => ({ role, content })),
        ...ifAny(toolResult, (content) => ({ role: 'user', content: [{ type: 'tool_result', content }] })),
      ],
      tools: ifAny(tool, (name) => ({ name, input_schema: parameters })),
    },
  }),
  responses: ({ texts, toolResult, tool = 'exec_command' }) => ({
    path: '/v1/responses',
    body: {
      input: [
        ...turns(texts, (role, text) => ({ type: 'message', role, content: [{ type: 'input_text', text }] })),
        ...ifAny(toolResult, (output) => ({ type: 'function_call_output', output })),
      ],
      tools: ifAny(tool, (name) => ({ type: 'function', name, parameters })),
    },
  }),
  chat: ({ texts, toolResult, tool = 'bash' }) => ({
    path: '/v1/chat/completions',
    body: {
      messages: [
        { role: 'system', content: 'You are a client.' },
        ...turns(texts, (role, content) => ({ role, content })),
        ...ifAny(toolResult, (content) => ({ role: 'tool', content })),
      ],
      tools: ifAny(tool, (name) => ({ type: 'function', function: { name, parameters } })),
    },
  }),
  gemini: ({ texts, toolResult, tool = 'run_shell_command', stream }) => ({
    path: `/v1beta/models/a-model:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: {
      contents: [
        ...turns(texts, (role, text) => ({ role: role === 'user' ? 'user' : 'model', parts: [{ text }] })),
        ...ifAny(toolResult, (output) => ({
          role: 'user',
          parts: [{ functionResponse: { response: { output } } }],
        })),
      ],
      tools: ifAny(tool, (name) => ({ functionDeclarations: [{ name, parametersJsonSchema: parameters }] })),
    },
  }),
}

/** Each text of the user with an answer behind it, but for the last. */
function turns<T>(texts: readonly string[], make: (role: string, text: string) => T): T[] {
  return texts.flatMap((text, at) => [
    make('user', text),
    ...(at < texts.length - 1 ? [make('assistant', 'Well.')] : []),
  ])
}

function ifAny<T>(value: string | null | undefined, make: (value: string) => T): T[] {
  return value === null || value === undefined ? [] : [make(value)]
}
