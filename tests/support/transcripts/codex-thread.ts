import type { Chance } from './chance.ts'
import {
  anyCodexUsage,
  type CodexUsage,
  type Five,
  nextTotal,
  plainCodexUsage,
  tokensOfFive,
  ZERO,
} from './codex-counts.ts'
import { type Json, Spelled } from './json-writer.ts'
import { type Fields, type LineRecord, lineRecord } from './line-records.ts'
import type { Meant } from './meant.ts'
import { anyText, DECOY } from './texts.ts'
import { anyTime } from './times.ts'

/** `old`: events without turn ids (0.80); `middle`: with them (0.140); `new`: a record for each answer, then its event. */
export type CodexVersion = 'old' | 'middle' | 'new'

const ODD_ONE_IN = 60

/** A Codex thread while its rollout is being written. The records of its file are in `records`. */
export class CodexThread {
  readonly records: LineRecord[] = []
  readonly id: string
  version: CodexVersion
  private readonly beganAs: CodexVersion
  private readonly chance: Chance
  private nowMs: number
  private total: Five = ZERO
  private model = ''
  private turn: string | undefined
  private lineage: string
  private hasRecord = false

  constructor(chance: Chance, version: CodexVersion, nowMs: number) {
    this.chance = chance
    this.version = version
    this.beganAs = version
    this.nowMs = nowMs
    this.id = chance.uuid()
    this.lineage = this.id
  }

  /** Begins the file; a fork of an older version, or of what one began, has a copy of the past with the fork's times. */
  begin(origin?: CodexThread): void {
    this.row('session_meta', { id: this.id, forked_from_id: origin?.id, cli_version: this.version })
    if (!origin) return
    this.lineage = origin.id
    if (origin.beganAs === 'new') return
    this.records.push(...origin.records.map((record) => this.copied(record)))
    this.lineage = origin.lineage
    this.total = origin.total
    this.model = origin.model
    this.turn = origin.turn
    this.hasRecord = origin.hasRecord
  }

  /** A prompt and the answers to it. */
  work(): void {
    this.turn = this.version === 'old' ? undefined : this.chance.uuid()
    const model = this.chance.pick(['gpt-5.4-codex', 'gpt-5.4', 'own/モデル', undefined, '', 7])
    if (typeof model === 'string' && model !== '') this.model = model
    this.row('turn_context', { turn_id: this.turn, model, effort: 'high' })
    if (this.chance.happens(0.3)) this.event(null)
    for (let answers = this.chance.between(1, 4); answers > 0; answers -= 1) this.answer()
  }

  private answer(): void {
    this.chatter()
    const usage = anyCodexUsage(this.chance, ODD_ONE_IN)
    const total = plainCodexUsage(nextTotal(this.total, usage.five))
    if (this.version === 'new') this.usageRecord(usage, total)
    this.chance.pick([USUAL, USUAL, USUAL, USUAL, ...RARE])(this, usage, total)
    if (this.chance.happens(0.3))
      this.told(plainCodexUsage(this.total), anyCodexUsage(this.chance, ODD_ONE_IN))
  }

  /** One record for the response, or two of which the last stands; some proxies leave ids out. */
  private usageRecord(usage: CodexUsage, total: CodexUsage): void {
    const known = this.chance.happens(0.9)
    const thread = this.chance.happens(0.95) ? this.id : undefined
    const response = known ? `resp_${this.chance.name(10)}` : undefined
    const id = `record ${thread ?? this.lineage} ${response ?? total.five}`
    const record = (used: CodexUsage) => {
      const shared = { thread_id: thread, response_id: response, turn_token_usage: DECOY.usage }
      const payload = { ...shared, usage: used.written, thread_token_usage: total.written }
      this.row('token_usage_record', payload, { id, used: used.five, odd: used.odd })
    }
    if (this.chance.happens(0.1)) record(anyCodexUsage(this.chance, ODD_ONE_IN))
    record(usage)
    this.hasRecord = true
    if (this.chance.happens(0.1))
      this.row('token_usage_record', { thread_id: this.id, response_id: 'decoy', usage: null })
  }

  /** A `token_count` event with a total that has grown, or has not. */
  told(total: CodexUsage, last: CodexUsage | null): void {
    const id = `event ${this.turn ?? this.lineage} ${total.five}`
    const info = {
      total_token_usage: total.written,
      last_token_usage: last?.written,
      model_context_window: 258_400,
    }
    const moved = total.five.some((count, at) => count !== this.total[at])
    const fell = total.five.some((count, at) => count < (this.total[at] ?? 0))
    const growth = fell
      ? total.five
      : (total.five.map((count, at) => count - (this.total[at] ?? 0)) as unknown as Five)
    const counted = last ?? { five: growth, odd: total.odd }
    this.total = total.five
    this.event(info, moved ? { id, used: counted.five, odd: counted.odd } : undefined)
  }

  /** An event that tells the newest answer only. */
  toldWithoutTotal(last: CodexUsage): void {
    const id = `last ${this.turn ?? this.lineage} ${last.five}`
    this.event(
      { total_token_usage: null, last_token_usage: last.written },
      { id, used: last.five, odd: last.odd },
    )
  }

  /** `info` of an event may be anything. */
  event(info: Json, use?: Used): void {
    const payload = {
      type: new Spelled('"token_count"'),
      info,
      rate_limits: { primary: { used_percent: 12.5 } },
    }
    this.row('event_msg', payload, this.hasRecord ? undefined : use)
  }

  private chatter(): void {
    const text = anyText(this.chance)
    const [type, payload] = this.chance.pick<readonly [string, Json]>([
      ['response_item', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }],
      [
        'response_item',
        { type: 'function_call', name: 'shell', arguments: JSON.stringify(DECOY), usage: DECOY.usage },
      ],
      ['event_msg', { type: 'agent_message', message: text, info: { last_token_usage: DECOY.usage } }],
      ['compacted', { message: text, replacement_history: [{ type: 'token_count', text }] }],
      ['turn_context', 'none'],
      ['token_usage_record', [DECOY]],
      ['event_msg', { type: 'task_complete', last_agent_message: '"token_count"' }],
    ])
    this.row(type, payload)
  }

  private row(type: string, payload: Json, use?: Used): void {
    this.nowMs += this.chance.below(15_000)
    const time = anyTime(this.chance, this.nowMs, ODD_ONE_IN)
    const fields = { timestamp: time.written, type: new Spelled(`"${type}"`), payload }
    const meant: Meant[] = use
      ? [{ id: use.id, atMs: time.atMs, model: this.model, tokens: tokensOfFive(use.used), odd: use.odd }]
      : []
    // A list in a torn row would be searched for rows.
    this.records.push(lineRecord(this.chance, fields, meant, { needed: true, decoy: Array.isArray(payload) }))
  }

  private copied(record: LineRecord): LineRecord {
    const atMs = this.nowMs
    const fields: Fields = { ...record.fields, timestamp: new Date(atMs).toISOString() }
    const meant = record.meant.map((each) => ({ ...each, atMs }))
    return lineRecord(this.chance, fields, meant, { needed: true, decoy: record.decoy })
  }
}

interface Used {
  readonly id: string
  readonly used: Five
  readonly odd: boolean
}

type Telling = (thread: CodexThread, usage: CodexUsage, total: CodexUsage) => void

const USUAL: Telling = (thread, usage, total) => thread.told(total, usage)

const RARE: readonly Telling[] = [
  (thread, _, total) => thread.told(total, null),
  (thread, usage) => thread.told(plainCodexUsage(usage.five), usage),
  (thread, usage) => thread.told(plainCodexUsage(usage.five), null),
  (thread, usage) => thread.told(usage, null),
  (thread, usage) => thread.toldWithoutTotal(usage),
  (thread) => thread.event('none'),
  (thread) => thread.event({ model_context_window: 5 }),
]
