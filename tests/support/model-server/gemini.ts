import { promptOf, type Tokens, totalOf } from '../../../src/model/tokens.ts'
import { type Api, type Message, sse, type Told } from './api.ts'
import { fields, type Json, objects, words } from './json.ts'
import { namedTools } from './tool-call.ts'

const PATH = /\/models\/([^/:]+):(streamGenerateContent|generateContent|countTokens)$/

/** The Gemini API: Gemini CLI. */
export const gemini: Api = {
  name: 'gemini',
  fits: (path) => PATH.test(path),
  kind: (path, body) => {
    if (path.endsWith(':countTokens')) return 'count'
    return gemini.tools(body).length > 0 ? 'turn' : 'side'
  },
  model: (path) => PATH.exec(path)?.[1] ?? '',
  streams: (path) => path.endsWith(':streamGenerateContent'),
  messages: (body) => objects(body.contents).flatMap(partsOf),
  tools: (body) =>
    objects(body.tools).flatMap(({ functionDeclarations }) => [
      ...namedTools(functionDeclarations, 'parametersJsonSchema').map((tool, at) =>
        Object.keys(tool.schema).length > 0
          ? tool
          : { ...tool, schema: fields(objects(functionDeclarations)[at]?.parameters) },
      ),
    ]),
  tellable: (tokens) => ({
    ...tokens,
    input: tokens.input + tokens.cacheWrite5m + tokens.cacheWrite1h,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
  }),
  toldAtStart: () => null,
  stream: (told) => ({
    head: told.thinking === '' ? [] : [sse(response(told, [{ text: told.thinking, thought: true }]))],
    pieces: told.pieces.map((text) => sse(response(told, [{ text }]))),
    tail: [sse({ ...response(told, callsOf(told), 'STOP'), usageMetadata: usage(told.tokens) })],
  }),
  whole: (told) => ({
    ...response(told, [...told.pieces.map((text) => ({ text })), ...callsOf(told)], 'STOP'),
    usageMetadata: usage(told.tokens),
  }),
  counted: (tokens) => ({ totalTokens: tokens }),
}

function partsOf({ role, parts }: Json): Message[] {
  return objects(parts).map((part) => {
    if ('functionResponse' in part)
      return { from: 'tool', text: words(fields(fields(part.functionResponse).response).output) }
    return { from: role === 'model' ? 'model' : 'user', text: words(part.text) }
  })
}

const callsOf = ({ calls }: Told) => calls.map(({ name, input }) => ({ functionCall: { name, args: input } }))

function response({ id, model }: Told, parts: readonly Json[], finishReason?: string): Json {
  const content = { role: 'model', parts: parts.length === 0 ? [{ text: '' }] : parts }
  const candidate = { index: 0, content, ...(finishReason === undefined ? {} : { finishReason }) }
  return { candidates: [candidate], modelVersion: model, responseId: `gemini-${id}` }
}

function usage(tokens: Tokens): Json {
  return {
    promptTokenCount: promptOf(tokens),
    cachedContentTokenCount: tokens.cacheRead,
    candidatesTokenCount: tokens.output,
    thoughtsTokenCount: tokens.reasoning,
    totalTokenCount: totalOf(tokens),
  }
}
