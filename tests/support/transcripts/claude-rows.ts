import type { Chance } from './chance.ts'
import { type ClaudeUsage, usagesOfAnswer } from './claude-answer.ts'
import type { Json } from './json-writer.ts'
import { type Fields, type LineRecord, lineRecord, type Spell } from './line-records.ts'
import type { Meant } from './meant.ts'
import { anyText } from './texts.ts'
import { anyTime } from './times.ts'

/** A Claude session while it is being made. */
export interface ClaudeSession {
  readonly id: string
  readonly folder: string
  readonly sidechain: boolean
  /** One count or time in so many is written oddly. */
  readonly oddOneIn: number
  readonly spell: Spell
  nowMs: number
}

const MODELS: readonly Json[] = [
  'claude-opus-4-5-20251101',
  'claude-sonnet-4-5',
  'claude-haiku-4-5',
  'house/モデル-1 "x"',
]
const NAMELESS: readonly (Json | undefined)[] = [undefined, null, '', 7, { name: 'claude' }]

/** The rows of one answer: 1 to 40 lines that are one use, or several where a proxy left the ids out. */
export function answerRows(chance: Chance, session: ClaudeSession): LineRecord[] {
  const ids = chance.happens(0.85) ? USUAL_IDS : chance.pick(RARE_IDS)
  const model = chance.below(session.oddOneIn * 3) ? chance.pick(MODELS) : chance.pick(NAMELESS)
  const answer = {
    message: `msg_${chance.name(12)}${chance.pick(['', '', 'ü漢'])}`,
    request: `req_${chance.name(12)}`,
  }
  const rows = chance.happens(0.1) ? chance.between(5, 40) : chance.between(1, 4)
  const written = usagesOfAnswer(chance, ids.eachRowIsOne ? 1 : rows, session.oddOneIn).map((usage) => {
    session.nowMs += chance.below(session.sidechain ? 2000 : 20_000)
    return row(chance, session, ids.of(answer), model, usage)
  })
  return chance.happens(0.1) ? chance.shuffled(written) : written
}

interface Answer {
  readonly message: string
  readonly request: string
}

interface Ids {
  /** Rows have nothing in common: this answer gets one. */
  readonly eachRowIsOne?: true
  of(answer: Answer): {
    readonly message?: Json
    readonly request?: Json
    readonly uuid?: Json
    readonly counted: string
  }
}

const USUAL_IDS: Ids = {
  of: ({ message, request }) => ({ message, request, counted: `message ${message}` }),
}

const RARE_IDS: readonly Ids[] = [
  { of: ({ message }) => ({ message, counted: `message ${message}` }) },
  { of: ({ message }) => ({ message, request: '', counted: `message ${message}` }) },
  { of: ({ request }) => ({ request, counted: `request ${request}` }) },
  { of: ({ request }) => ({ message: '', request, counted: `request ${request}` }) },
  { of: ({ request }) => ({ message: 12, request, counted: `request ${request}` }) },
  { of: ({ request }) => ({ message: null, request, counted: `request ${request}` }) },
  { eachRowIsOne: true, of: ({ message }) => ({ uuid: message, counted: `uuid ${message}` }) },
  { eachRowIsOne: true, of: ({ message }) => ({ request: 5, uuid: message, counted: `uuid ${message}` }) },
  { eachRowIsOne: true, of: () => ({ counted: '' }) },
  { eachRowIsOne: true, of: () => ({ uuid: '', message: {}, counted: '' }) },
]

function row(
  chance: Chance,
  session: ClaudeSession,
  ids: ReturnType<Ids['of']>,
  model: Json | undefined,
  usage: ClaudeUsage,
): LineRecord {
  const time = anyTime(chance, session.nowMs, session.oddOneIn * 3)
  const decoy = chance.happens(0.1)
  const fields = {
    parentUuid: null,
    isSidechain: session.sidechain,
    userType: 'external',
    cwd: '/home/me/größe',
    sessionId: session.id,
    version: '2.1.286',
    message: {
      model,
      id: ids.message,
      type: 'message',
      role: 'assistant',
      content: [content(chance, decoy)],
      stop_reason: null,
      usage: usage.written,
    },
    requestId: ids.request,
    type: 'assistant',
    uuid: ids.counted === '' ? ids.uuid : (ids.uuid ?? chance.uuid()),
    timestamp: time.written,
  }
  const { tokens, odd } = usage
  const meant: Meant = {
    id: ids.counted,
    atMs: time.atMs,
    model: typeof model === 'string' ? model : '',
    tokens,
    odd,
  }
  const record = lineRecord(chance, fields, [meant], { decoy, spell: session.spell })
  if (ids.counted !== '') return record
  return { ...record, verbatim: true, meant: [{ ...meant, id: `line ${record.text}` }] }
}

function content(chance: Chance, decoy: boolean): Json {
  if (!decoy) return { type: chance.pick(['text', 'thinking']), text: anyText(chance) }
  return { type: 'tool_use', id: `toolu_${chance.name(8)}`, name: 'Task', input: DECOY_INPUT }
}

const DECOY_INPUT: Fields = {
  usage: { input_tokens: 777_777, output_tokens: 777_777 },
  message: { id: 'msg_decoy', model: 'decoy', usage: { output_tokens: 777_777 } },
}
