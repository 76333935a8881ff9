import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stream } from './api.ts'
import type { Exchange } from './exchange.ts'
import type { Refusal, Reply } from './rule.ts'

type Ended = NonNullable<Exchange['outcome']>

/** Resolves when the client goes away or the answer is finished. */
function gone(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) resolve()
    response.once('close', resolve)
  })
}

/** Sends a reply piece by piece, with its pauses, its gate and its break. `begun` is called when its head is out. */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  { head, pieces, tail }: Stream,
  begun: () => void,
): Promise<Ended> {
  const closed = gone(response)
  await standAt(BEFORE_ALL, reply, pieces.length, closed)
  for (const [at, text] of [head.join(''), ...pieces].entries()) {
    if (response.destroyed) return 'left'
    await write(response, text)
    if (at === 0) begun()
    await standAt(at, reply, pieces.length, closed)
    if (reply.breakAfter !== undefined && at === Math.min(reply.breakAfter, pieces.length))
      return cut(response)
    if (reply.delayMs) await Promise.race([pause(reply.delayMs), closed])
  }
  response.end(tail.join(''))
  await closed
  return response.writableFinished ? 'whole' : 'left'
}

const BEFORE_ALL = -1

/** Waits at the reply's gate when it is here: behind so many pieces, behind the last one where there are fewer. */
async function standAt(at: number, { hold }: Reply, count: number, closed: Promise<void>): Promise<void> {
  if (!hold) return
  const gate = hold.afterChunks === 0 ? BEFORE_ALL : Math.min(hold.afterChunks, count)
  if (at !== gate) return
  hold.reach()
  await Promise.race([hold.opened, closed])
}

/** Waits until the system has taken it, so that a break comes behind it. */
function write(response: ServerResponse, text: string): Promise<void> {
  if (text === '') {
    response.flushHeaders()
    return Promise.resolve()
  }
  return new Promise((resolve) => {
    response.once('close', resolve)
    response.write(text, () => {
      response.off('close', resolve)
      resolve()
    })
  })
}

function cut(response: ServerResponse): 'broken' {
  response.destroy()
  return 'broken'
}

/** Sends an HTTP error; a body that is a text is sent as it is. */
export async function refuse(response: ServerResponse, { status, headers, body }: Refusal): Promise<Ended> {
  const closed = gone(response)
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
  await closed
  return 'refused'
}

/** Says nothing until the client leaves or the server closes. */
export async function saySilence(response: ServerResponse): Promise<Ended> {
  await gone(response)
  return 'left'
}
