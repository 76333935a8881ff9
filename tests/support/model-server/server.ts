/**
 * A scripted model on loopback, for tests with real agent CLIs: Anthropic Messages, OpenAI Responses and Chat
 * Completions, Gemini.
 *
 *     const server = await startModelServer([
 *       { when: /build it/, answer: [{ text: 'I build it.', run: 'make' }, 'It is built.'] },
 *       { when: /go on/, times: 1, answer: claudeLimit({ claim: 'five_hour', resetsAtMs }) },
 *     ])
 *     … start a CLI with server.url as its base URL (for OpenAI's APIs with /v1) and any key …
 *     await server.find(({ asked }) => asked.text === 'go on')
 *     expect(counted).toEqual(server.sent())
 *     await server.close()
 *
 * rule.ts has the form of a script, limits.ts the errors and limits, hold.ts the gate with which a test acts while an
 * answer streams. By hand: `node tests/support/model-server/main.ts --script FILE`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Tokens } from '../../../src/model/tokens.ts'
import { makeAnswerer } from './answerer.ts'
import { refuse } from './deliver.ts'
import { type Exchange, Exchanges, type Filter, isConversation, sumOf } from './exchange.ts'
import { apiOf, readAsked, readBody } from './read-request.ts'
import type { Rule } from './rule.ts'

export interface ModelServer {
  /** `http://127.0.0.1:PORT`, without a slash or a path at its end. */
  readonly url: string
  /** Every request so far, in order. */
  readonly exchanges: readonly Exchange[]
  /** What went wrong in the script or the server; a test that ends well has none. */
  readonly troubles: readonly string[]
  /** Puts rules before those that are there. */
  add(...rules: Rule[]): void
  /** What the conversations' answers used that came whole, together or those that fit. */
  sent(fits?: Filter): Tokens
  /** The same for hidden calls: titles, classifiers, probes. */
  sentHidden(fits?: Filter): Tokens
  /** The first request that fits, as soon as there is one; throws when there is none in time (default: 30 s). */
  find(fits: Filter, withinMs?: number): Promise<Exchange>
  /** One line for each request, for people. */
  summary(): string
  /** Ends every connection and answer. */
  close(): Promise<void>
}

export interface ModelServerOptions {
  /** Headers of every answer, such as limits that are not reached. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Starts a model server on a free port of loopback. */
export async function startModelServer(
  rules: readonly Rule[] = [],
  options: ModelServerOptions = {},
): Promise<ModelServer> {
  const script = [...rules]
  const exchanges = new Exchanges()
  const troubles: string[] = []
  const answerer = makeAnswerer(script, options.headers ?? {})

  const turns = (key: string) =>
    exchanges.all.filter(({ asked }) => asked.kind === 'turn' && asked.key === key).length
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const exchange = exchanges.begin(readAsked(request, url, await readBody(request), turns))
    const id = `${request.socket.localPort}x${exchanges.all.length}`
    try {
      exchanges.end(exchange, await answerer(response, exchange.asked, apiOf(request, url.pathname), id))
    } catch (error) {
      exchanges.end(exchange, { outcome: 'refused', sent: null })
      throw error
    }
  }
  const http = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      troubles.push(`${request.method} ${request.url}: ${String(error)}`)
      return fail(response, String(error))
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))

  const sum = (filters: Filter[]) =>
    sumOf(exchanges.all.filter((exchange) => filters.every((fits) => fits(exchange))))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    exchanges: exchanges.all,
    troubles,
    add: (...more) => script.unshift(...more),
    sent: (fits = () => true) => sum([isConversation, fits]),
    sentHidden: (fits = () => true) => sum([(exchange) => !isConversation(exchange), fits]),
    find: (fits, withinMs = 30_000) => exchanges.find(fits, withinMs),
    summary: () => exchanges.summary(),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
}

/** Tells the client of a failure of the script or the server, if it has been told nothing yet. */
async function fail(response: ServerResponse, message: string): Promise<void> {
  if (response.headersSent) response.destroy()
  else await refuse(response, { status: 400, body: { error: { message } } })
}
