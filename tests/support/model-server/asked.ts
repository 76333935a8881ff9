import type { IncomingHttpHeaders } from 'node:http'
import type { Api, Kind, Message, Tool } from './api.ts'
import type { Json } from './json.ts'

/** One request of a client, in the same form for every API: what rules look at and what the record keeps. */
export interface Asked {
  readonly api: Api['name'] | 'other'
  readonly kind: Kind
  readonly model: string
  /** Newest text of the user, without what clients put around it (reminders, environment). */
  readonly text: string
  /** How many rounds of tool results came after that text. */
  readonly step: number
  /** Text of the newest tool result since the model's last words; null: there is none. A text of the user may stand behind it. */
  readonly toolResult: string | null
  /** All texts from first to last, system prompt not included. */
  readonly conversation: string
  readonly tools: readonly Tool[]
  /** The dummy key: tells which agent asks. */
  readonly key: string
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Json
  /** How many turns were asked with this key before. */
  readonly before: number
}

/** What clients put around the words of their users. */
const ADDED = /^\s*(<(system-reminder|environment_context|user_instructions|session_context)>|# AGENTS\.md )/

/** The part of `Asked` that the conversation tells. */
export function readConversation(
  messages: readonly Message[],
): Pick<Asked, 'text' | 'step' | 'toolResult' | 'conversation'> {
  const said = messages.filter(({ from, text }) => from !== 'user' || (text !== '' && !ADDED.test(text)))
  const newest = said.findLastIndex(({ from }) => from === 'user')
  const after = said.slice(newest + 1)
  const answers = said.slice(said.findLastIndex(({ from }) => from === 'model') + 1)
  return {
    text: said[newest]?.text ?? '',
    step: after.filter(({ from }, at) => from === 'tool' && after[at - 1]?.from !== 'tool').length,
    toolResult: answers.findLast(({ from }) => from === 'tool')?.text ?? null,
    conversation: said.map(({ text }) => text).join('\n'),
  }
}

/** The dummy key, wherever the API carries it; '' when there is none. */
export function keyOf(headers: IncomingHttpHeaders, url: URL): string {
  const given = headers['x-api-key'] ?? headers['x-goog-api-key'] ?? url.searchParams.get('key')
  return String(given ?? headers.authorization?.replace(/^Bearer /, '') ?? '')
}
