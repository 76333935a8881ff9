import type { Tokens } from '../../../src/model/tokens.ts'
import type { ToolCall } from './api.ts'
import type { Asked } from './asked.ts'
import type { Hold } from './hold.ts'

/**
 * What the model answers to some requests. The first rule that fits and is not used up answers; without one the answer is
 * a short text. Rules see turns of the conversation only; `kind` makes one for hidden calls.
 */
export interface Rule {
  /**
   * A pattern is tried on the newest user text, at the request that brings it; a function sees every request of the kind,
   * also those that bring a tool's result. Default: every request.
   */
  readonly when?: RegExp | ((asked: Asked) => boolean)
  /** Default: `turn`. */
  readonly kind?: Asked['kind']
  /** How often it answers; each list of answers counts once. Default: always. */
  readonly times?: number
  /**
   * A list goes through one turn: the first answers the user's text, the second the result of the first's tool call, and so
   * on. What comes after the last is answered by the other rules, else by the default text.
   */
  readonly answer: Answer | readonly Answer[] | ((asked: Asked) => Answer)
}

/** A text alone is a reply. */
export type Answer = string | Reply | Refusal | Silence

export interface Reply {
  readonly text?: string
  /** Where the API has a place for it. */
  readonly thinking?: string
  /** Shell commands to run, each a call of the client's own shell tool. */
  readonly run?: string | readonly string[]
  /** Calls of any other tool, by the client's name. */
  readonly toolCalls?: readonly ToolCall[]
  /** What the answer uses; parts that are not named are 0. Default: made up, different for each answer. */
  readonly usage?: Partial<Tokens>
  /** In how many pieces the text is streamed (default: one a word). */
  readonly chunks?: number
  /** Pause before each piece, ms. */
  readonly delayMs?: number
  readonly hold?: Hold
  /** The connection is cut off after so many pieces of text. */
  readonly breakAfter?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** An HTTP error; `body` is sent as JSON. limits.ts has the known ones. */
export interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

/** Not a byte until the client leaves or the server closes. (`hold(0)` is a silence that the test can end.) */
export interface Silence {
  readonly silent: true
}

/** An answer that is a reply, in its long form; null: it is a refusal or a silence. */
export function asReply(answer: Answer): Reply | null {
  if (typeof answer === 'string') return { text: answer }
  return 'status' in answer || 'silent' in answer ? null : answer
}
