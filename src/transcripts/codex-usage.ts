import type { Setback } from '../model/setback.ts'
import type { Use } from '../model/use.ts'
import { type CodexCounts, growthOf, isSameCount, NO_COUNTS, readCounts, tokensOf } from './codex-counts.ts'
import { fullUntilMs, readCodexSetback } from './codex-setback.ts'
import { readCodexTurn } from './codex-turn.ts'
import { readRows } from './lines-with.ts'
import { asFields, type Fields } from './mended-lines.ts'
import { readIsoTime } from './times.ts'
import type { ReaderState, UsageFormat, UsageReader } from './usage-reader.ts'

/** What a row of usage leans on that stands in earlier rows. */
interface CodexState extends ReaderState {
  readonly model: string
  /** Id of the turn; '' in versions that give turns none. */
  readonly turn: string
  /** Id of the thread, or of the one whose past was copied into this file. */
  readonly lineage: string
  /** The newest total. */
  readonly total: readonly number[]
  /** A `token_usage_record` was seen. From there on `token_count` events tell the same once more. */
  readonly hasRecords: boolean
  /** When the windows that the newest answer said to be used up end, ms. */
  readonly fullUntilMs: number | null
}

const START: CodexState = {
  model: '',
  turn: '',
  lineage: '',
  total: NO_COUNTS,
  hasRecords: false,
  fullUntilMs: null,
}

/** One of them stands in each row that matters here. */
const MARKS = ['"session_meta"', '"turn_context"', '"token_usage_record"', '"token_count"', '"task_complete"']

/** Codex CLI's rollouts; docs/transcripts.md has the rules. */
export const codexUsage: UsageFormat = {
  name: 'codex',
  standing: 'last',
  reader: (state) => new CodexReader({ ...START, ...state }),
  turn: readCodexTurn,
}

class CodexReader implements UsageReader {
  state: CodexState
  bad = 0

  constructor(state: CodexState) {
    this.state = state
  }

  read(lines: Buffer, found: (use: Use) => void, met: (setback: Setback) => void = () => undefined): void {
    this.bad += readRows(lines, MARKS, (row) => {
      const payload = asFields(row.payload)
      const isEnd = row.type === 'event_msg' && payload?.type === 'task_complete'
      const setback = isEnd ? readCodexSetback(row, this.state.fullUntilMs) : null
      if (setback) met(setback)
      else this.#readRow(row, found)
    })
  }

  #readRow(row: Fields, found: (use: Use) => void): void {
    const payload = asFields(row.payload)
    if (!payload) return
    if (row.type === 'session_meta') this.#readSession(payload)
    else if (row.type === 'turn_context') this.#readTurn(payload)
    else if (row.type === 'token_usage_record') this.#readRecord(payload, row, found)
    else if (row.type === 'event_msg' && payload.type === 'token_count') this.#readEvent(payload, row, found)
  }

  #readSession({ forked_from_id, id }: Fields): void {
    const lineage = textOf(forked_from_id) || textOf(id) || this.state.lineage
    this.state = { ...this.state, lineage }
  }

  #readTurn({ turn_id, model }: Fields): void {
    this.state = { ...this.state, turn: textOf(turn_id), model: textOf(model) || this.state.model }
  }

  #readRecord(payload: Fields, row: Fields, found: (use: Use) => void): void {
    const counts = readCounts(payload.usage)
    if (!counts) return
    this.state = { ...this.state, hasRecords: true }
    const thread = textOf(payload.thread_id) || this.state.lineage
    const response = textOf(payload.response_id) || keyOf(readCounts(payload.thread_token_usage) ?? counts)
    found(this.#use(`${thread}/${response}`, row, counts))
  }

  #readEvent(payload: Fields, row: Fields, found: (use: Use) => void): void {
    this.state = { ...this.state, fullUntilMs: fullUntilMs(payload.rate_limits, this.state.fullUntilMs) }
    const info = asFields(payload.info)
    if (!info || this.state.hasRecords) return
    const place = this.state.turn || this.state.lineage
    const last = readCounts(info.last_token_usage)
    const total = readCounts(info.total_token_usage)
    if (!total) {
      if (last) found(this.#use(`${place}/last/${keyOf(last)}`, row, last))
      return
    }
    const before = this.state.total
    if (isSameCount(before, total.values)) return
    this.state = { ...this.state, total: total.values }
    found(this.#use(`${place}/${keyOf(total)}`, row, last ?? growthOf(before, total)))
  }

  #use(id: string, row: Fields, counts: CodexCounts): Use {
    const { model } = this.state
    return { id, atMs: readIsoTime(row.timestamp), model, tokens: tokensOf(counts), odd: counts.odd }
  }
}

function keyOf({ values }: CodexCounts): string {
  return values.join('-')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
