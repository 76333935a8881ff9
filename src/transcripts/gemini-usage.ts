import type { Setback } from '../model/setback.ts'
import type { Tokens } from '../model/tokens.ts'
import type { Use } from '../model/use.ts'
import { readCount } from './counts.ts'
import { GEMINI_ERROR, readGeminiSetback } from './gemini-setback.ts'
import { readRows } from './lines-with.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { readIsoTime } from './times.ts'
import type { ReaderState, UsageFormat, UsageReader } from './usage-reader.ts'

interface GeminiState extends ReaderState {
  /** Id of the session; '' before a row tells it. */
  readonly session: string
}

/** One of them stands in each row that matters here. */
const MARKS = ['"tokens"', '"sessionId"', `"${GEMINI_ERROR}`]

/** The counts of a message. `input` has `cached` in it. */
const NAMES = ['input', 'cached', 'tool', 'output', 'thoughts'] as const

/** Gemini CLI's chats in JSON lines; docs/transcripts.md has the rules. */
export const geminiUsage: UsageFormat = {
  name: 'gemini',
  standing: 'last',
  reader: (state) => new GeminiReader({ session: '', ...state }),
}

/** What a chat of the older form, one JSON document, tells; null: it is no JSON object. */
export function readGeminiDocument(text: string): { uses: Use[]; setbacks: Setback[] } | null {
  const document = asFields(parse(text))
  if (!document) return null
  const messages = messagesOf(document)
  return { uses: usesOf(messages, sessionOf(document, '')), setbacks: setbacksOf(messages) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Cut off while it is being written, or no JSON at all.
  }
}

class GeminiReader implements UsageReader {
  state: GeminiState
  bad = 0

  constructor(state: GeminiState) {
    this.state = state
  }

  read(lines: Buffer, found: (use: Use) => void, met: (setback: Setback) => void = () => undefined): void {
    this.bad += readRows(lines, MARKS, (row) => {
      const session = sessionOf(row, this.state.session)
      if (session !== this.state.session) this.state = { session }
      const messages = messagesOf(row)
      for (const use of usesOf(messages, session)) found(use)
      for (const setback of setbacksOf(messages)) met(setback)
    })
  }
}

/** The session that a row names, itself or as a change of what is known of the session. */
function sessionOf(row: Fields, before: string): string {
  return textOf(asFields(row.$set)?.sessionId) || textOf(row.sessionId) || before
}

/** A row is a message, or it has a list of messages, itself or as a change. */
function messagesOf(row: Fields): Fields[] {
  const messages = [row, ...listOf(row.messages), ...listOf(asFields(row.$set)?.messages)]
  return messages.map(asFields).filter((message) => message !== null)
}

function usesOf(messages: readonly Fields[], session: string): Use[] {
  return messages.map((message) => useOf(message, session)).filter((use) => use !== null)
}

function setbacksOf(messages: readonly Fields[]): Setback[] {
  return messages.map(readGeminiSetback).filter((setback) => setback !== null)
}

function useOf(message: Fields, session: string): Use | null {
  const logged = asFields(message.tokens)
  const id = textOf(message.id)
  if (!logged || id === '') return null
  return {
    id: `${session}/${id}`,
    atMs: readIsoTime(message.timestamp),
    model: textOf(message.model),
    ...readTokens(logged),
  }
}

function readTokens(logged: Fields): { tokens: Tokens; odd: boolean } {
  const counts = NAMES.map((name) => readCount(logged[name]))
  const [input = 0, cached = 0, tool = 0, output = 0, thoughts = 0] = counts.map(({ count }) => count)
  return {
    tokens: {
      input: Math.max(0, input - cached) + tool,
      output,
      reasoning: thoughts,
      cacheRead: cached,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
    },
    odd: counts.some(({ odd }) => odd),
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
