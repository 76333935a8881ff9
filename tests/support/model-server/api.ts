import type { IncomingHttpHeaders } from 'node:http'
import type { Tokens } from '../../../src/model/tokens.ts'
import type { Json } from './json.ts'

/**
 * What a request is for. `turn` and `compaction` are the conversation, and stand in transcripts. Hidden: `side` is a call
 * beside it (title, classifier), `probe` a look whether the service is there, `count` a count of tokens, `other` the rest.
 */
export type Kind = 'turn' | 'compaction' | 'side' | 'probe' | 'count' | 'other'

export interface Message {
  readonly from: 'user' | 'model' | 'tool'
  readonly text: string
}

/** A tool that the client offers, with the JSON schema of its input. */
export interface Tool {
  readonly name: string
  /** Codex groups some tools. */
  readonly namespace?: string
  readonly schema: Json
}

/** A call of a tool by the client's own name for it. */
export interface ToolCall {
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
}

/** A reply with everything decided, for an API to put into its own form. */
export interface Told {
  /** Makes the ids of the answer and of what is in it: no two answers of any server that lives have the same. */
  readonly id: string
  readonly model: string
  readonly thinking: string
  /** The text in the pieces in which it is streamed. */
  readonly pieces: readonly string[]
  readonly calls: readonly (ToolCall & { readonly namespace?: string })[]
  readonly tokens: Tokens
}

/** An answer as a stream of events: `pieces` are the events of one piece of text each. */
export interface Stream {
  readonly head: readonly string[]
  readonly pieces: readonly string[]
  readonly tail: readonly string[]
}

/** One wire format of models. Everything in it is pure. */
export interface Api {
  readonly name: 'anthropic' | 'responses' | 'chat' | 'gemini'
  /** Whether a POST to this path is one of its calls. */
  fits(path: string): boolean
  kind(path: string, body: Json, headers: IncomingHttpHeaders): Kind
  model(path: string, body: Json): string
  streams(path: string, body: Json): boolean
  messages(body: Json): Message[]
  tools(body: Json): Tool[]
  /** What of these tokens the format can tell: parts that it has no field for are moved to where its clients see them. */
  tellable(tokens: Tokens): Tokens
  /** What a client has been told when the stream breaks off behind its head; null: nothing. */
  toldAtStart(tokens: Tokens): Tokens | null
  stream(told: Told): Stream
  whole(told: Told): unknown
  /** The answer to a count of tokens. */
  counted(tokens: number): unknown
}

/** One server-sent event. */
export function sse(data: unknown, event?: string): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
}
