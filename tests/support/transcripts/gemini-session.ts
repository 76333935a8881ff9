import type { Chance } from './chance.ts'
import { anyCount, type Count, MOST, plainCount } from './counts.ts'
import type { Json } from './json-writer.ts'
import { type Fields, type LineRecord, lineRecord } from './line-records.ts'
import type { Meant } from './meant.ts'
import { anyText, DECOY } from './texts.ts'
import { anyTime } from './times.ts'

const ODD_ONE_IN = 30

/** A message of Gemini CLI, and what it means; null: it is no use. */
export interface GeminiMessage {
  readonly fields: Fields
  readonly meant: Meant | null
}

/** A Gemini session while its file of JSON lines is being written. */
export class GeminiSession {
  readonly id: string
  readonly records: LineRecord[] = []
  private readonly messages: GeminiMessage[] = []
  private readonly chance: Chance
  private nowMs: number

  constructor(chance: Chance, nowMs: number, id: string = chance.uuid()) {
    this.chance = chance
    this.nowMs = nowMs
    this.id = id
  }

  begin(): void {
    this.row({
      sessionId: this.id,
      projectHash: 'abc',
      startTime: new Date(this.nowMs).toISOString(),
      kind: 'main',
    })
  }

  /** A prompt and its answers; an answer that calls a tool is written a second time, with what stands. */
  turn(): void {
    this.message({
      fields: { id: this.chance.uuid(), type: 'user', content: [{ text: anyText(this.chance) }] },
      meant: null,
    })
    for (let answers = this.chance.between(1, 4); answers > 0; answers -= 1) {
      const first = this.answer(this.chance.uuid())
      this.message(first)
      if (this.chance.happens(0.4)) this.message(this.chance.happens(0.5) ? first : this.answerLike(first))
      this.row(this.chance.pick(this.between()))
    }
  }

  /** The client was started again: a row with the session's id, and the past in one row, with or without its tokens. */
  resume(): void {
    this.begin()
    if (this.chance.happens(0.5)) this.row({ $set: { sessionId: this.id } })
    const withTokens = this.chance.happens(0.5)
    const past = this.latest().map((message) => (withTokens ? message : withoutTokens(message)))
    const messages = past.map(({ fields }) => fields)
    const meant = past.flatMap((message) => message.meant ?? [])
    this.row(this.chance.happens(0.5) ? { $set: { messages } } : { messages, type: 'history' }, meant)
  }

  /** The same session in a new file: its past is copied row by row. */
  continued(): GeminiSession {
    const next = new GeminiSession(this.chance, this.nowMs + 60_000, this.id)
    next.begin()
    for (const message of this.latest()) next.message(message)
    return next
  }

  /** The older form of the whole session: one document. */
  asDocument(): { readonly fields: Fields; readonly meant: readonly Meant[] } {
    const messages = this.latest()
    const fields = {
      sessionId: this.id,
      projectHash: 'abc',
      messages: messages.map((message) => message.fields),
    }
    return { fields, meant: messages.flatMap(({ meant }) => meant ?? []) }
  }

  private latest(): GeminiMessage[] {
    return [...new Map(this.messages.map((message) => [message.fields.id, message])).values()]
  }

  private answer(id: string): GeminiMessage {
    this.nowMs += this.chance.below(20_000)
    const time = anyTime(this.chance, this.nowMs, ODD_ONE_IN * 2)
    const model = this.chance.pick<Json | undefined>([
      'gemini-2.5-pro',
      'gemini-3-pro',
      'моя/модель',
      undefined,
    ])
    const { written, tokens, odd } = this.usage()
    const content = this.chance.happens(0.1) ? [{ functionCall: { args: DECOY } }] : anyText(this.chance)
    const fields = { id, timestamp: time.written, type: 'gemini', content, tokens: written, model }
    const meant = {
      id: `${this.id} ${id}`,
      atMs: time.atMs,
      model: typeof model === 'string' ? model : '',
      tokens,
      odd,
    }
    return { fields, meant }
  }

  private answerLike(first: GeminiMessage): GeminiMessage {
    const again = this.answer(String(first.fields.id))
    return { ...again, fields: { ...again.fields, toolCalls: [{ name: 'read', result: [DECOY] }] } }
  }

  private usage() {
    const cached = anyCount(this.chance, 3000, ODD_ONE_IN)
    const [output, thoughts, tool] = [900, 700, 20].map((most) =>
      anyCount(this.chance, most, ODD_ONE_IN),
    ) as [Count, Count, Count]
    const prompt = anyCount(this.chance, 4000, ODD_ONE_IN)
    const whole = typeof prompt.written === 'number' && !prompt.odd ? grown(prompt, cached.value) : prompt
    const counts = { input: whole, output, cached, thoughts, tool }
    return {
      written: {
        ...Object.fromEntries(Object.entries(counts).map(([key, { written }]) => [key, written])),
        total: 777_777,
      },
      tokens: {
        input: Math.max(0, whole.value - cached.value) + tool.value,
        output: output.value,
        reasoning: thoughts.value,
        cacheRead: cached.value,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
      },
      odd: Object.values(counts).some(({ odd }) => odd),
    }
  }

  private between(): readonly Fields[] {
    return [
      { $set: { lastUpdated: new Date(this.nowMs).toISOString() } },
      { $rewindTo: String(this.messages.at(-1)?.fields.id) },
      { id: this.chance.uuid(), type: 'info', content: anyText(this.chance) },
      { id: this.chance.uuid(), type: 'gemini', tokens: this.chance.pick<Json>([null, [], 7, 'none']) },
      { id: this.chance.pick<Json>(['', null, 7]), type: 'gemini', tokens: DECOY.tokens },
      { type: 'gemini', tokens: DECOY.tokens },
      { id: this.chance.uuid(), type: 'user', content: DECOY },
      { $set: { directories: [DECOY], summary: DECOY } },
    ]
  }

  private message(message: GeminiMessage): void {
    this.messages.push(message)
    this.row(message.fields, message.meant ? [message.meant] : [])
  }

  private row(fields: Fields, meant: readonly Meant[] = []): void {
    // What is left of a torn row may look like a message.
    const decoy =
      JSON.stringify(fields).split('"tokens"').length > 2 ||
      'messages' in fields ||
      '$set' in fields ||
      'content' in fields
    const record = lineRecord(this.chance, fields, meant, { needed: true, decoy })
    this.records.push(record)
  }
}

/** The whole prompt, with what was cached of it, as long as a count can hold it. */
function grown(rest: Count, cached: number): Count {
  return rest.value + cached > MOST ? rest : plainCount(rest.value + cached)
}

function withoutTokens({ fields }: GeminiMessage): GeminiMessage {
  const { tokens: _, ...rest } = fields
  return { fields: rest, meant: null }
}
