import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import { anthropic } from './anthropic.ts'
import type { Api } from './api.ts'
import { type Asked, keyOf, readConversation } from './asked.ts'
import { chat } from './chat.ts'
import { gemini } from './gemini.ts'
import { fields, type Json } from './json.ts'
import { responses } from './responses.ts'

const APIS: readonly Api[] = [anthropic, responses, chat, gemini]

const DECODERS: Readonly<Record<string, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/** The API that a request belongs to; undefined: none that is known. */
export function apiOf({ method }: IncomingMessage, path: string): Api | undefined {
  return method === 'POST' ? APIS.find((api) => api.fits(path)) : undefined
}

/** The body as an object; what is no JSON object is an empty one. */
export async function readBody(request: IncomingMessage): Promise<Json> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const decode = DECODERS[String(request.headers['content-encoding'] ?? '')]
  const bytes = Buffer.concat(parts)
  const text = (decode ? await decode(bytes) : bytes).toString()
  return text.trimStart().startsWith('{') ? fields(JSON.parse(text)) : {}
}

/** A request in the common form; `count` tells how many turns came before it with a key. */
export function readAsked(
  request: IncomingMessage,
  url: URL,
  body: Json,
  count: (key: string) => number,
): Asked {
  const api = apiOf(request, url.pathname)
  const key = keyOf(request.headers, url)
  return {
    api: api?.name ?? 'other',
    kind: api?.kind(url.pathname, body, request.headers) ?? 'other',
    model: api?.model(url.pathname, body) ?? '',
    ...readConversation(api?.messages(body) ?? []),
    tools: api?.tools(body) ?? [],
    key,
    method: request.method ?? '',
    path: url.pathname,
    headers: request.headers,
    body,
    before: count(key),
  }
}
