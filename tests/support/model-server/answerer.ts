import type { ServerResponse } from 'node:http'
import type { Tokens } from '../../../src/model/tokens.ts'
import type { Api, Told } from './api.ts'
import type { Asked } from './asked.ts'
import { makeChoose } from './choose.ts'
import { deliver, refuse, saySilence } from './deliver.ts'
import type { Exchange } from './exchange.ts'
import { type Answer, asReply, type Reply, type Rule } from './rule.ts'
import { callsOf } from './tool-call.ts'
import { givenUsage, madeUpUsage } from './usage.ts'

/** Answers one request; tells how it ended. `id` is the answer's own. */
export type Answerer = (
  response: ServerResponse,
  asked: Asked,
  api: Api | undefined,
  id: string,
) => Promise<Pick<Exchange, 'outcome' | 'sent'>>

/** Answers by the rules as they stand at each request. */
export function makeAnswerer(rules: readonly Rule[], headers: Readonly<Record<string, string>>): Answerer {
  const choose = makeChoose(rules)
  let replies = 0
  return async (response, asked, api, id) => {
    const answer = choose(asked) ?? defaultAnswer(asked)
    if (typeof answer !== 'string' && 'silent' in answer) return told(await saySilence(response))
    if (typeof answer !== 'string' && 'status' in answer)
      return told(await refuse(response, { ...answer, headers: { ...headers, ...answer.headers } }))
    if (!api) return told(await refuse(response, { status: 404, body: {} }))
    if (asked.kind === 'count') return told(await refuse(response, { status: 200, body: api.counted(1_000) }))
    replies += 1
    const reply = asReply(answer) ?? {}
    return sendReply(response, { ...reply, headers: { ...headers, ...reply.headers } }, api, asked, {
      id,
      tokens: api.tellable(reply.usage ? givenUsage(reply.usage) : madeUpUsage(replies)),
    })
  }
}

const told = (outcome: Exchange['outcome']) => ({ outcome, sent: null })

/** Hidden calls want a word or two; requests of no known API have nothing to say. */
function defaultAnswer({ kind, before }: Asked): Answer {
  if (kind === 'other') return { status: 404, body: { error: { message: 'not found' } } }
  return kind === 'turn' ? `Answer ${before}.` : 'Some words'
}

async function sendReply(
  response: ServerResponse,
  reply: Reply,
  api: Api,
  asked: Asked,
  { id, tokens }: { id: string; tokens: Tokens },
): Promise<Pick<Exchange, 'outcome' | 'sent'>> {
  const said: Told = {
    id,
    model: asked.model,
    thinking: reply.thinking ?? '',
    pieces: piecesOf(reply),
    calls: callsOf(reply, asked.tools),
    tokens,
  }
  const streams = api.streams(asked.path, asked.body)
  const stream = streams
    ? api.stream(said)
    : { head: [], pieces: [], tail: [JSON.stringify(api.whole(said))] }
  const type = streams ? 'text/event-stream' : 'application/json'
  let atStart: Tokens | null = null
  response.writeHead(200, { 'content-type': type, ...reply.headers })
  const outcome = await deliver(response, reply, stream, () => {
    if (streams) atStart = api.toldAtStart(tokens)
  })
  return { outcome, sent: outcome === 'whole' ? tokens : atStart }
}

/** The text in pieces: one a word, or as many as asked for. */
function piecesOf({ text = '', chunks }: Reply): string[] {
  if (chunks === undefined) return text === '' ? [] : text.split(/(?<=\s)(?=\S)/)
  const size = Math.max(1, Math.ceil(text.length / chunks))
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  )
}
