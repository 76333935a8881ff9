import type { Tokens } from '../../../src/model/tokens.ts'
import { CODEX_WORDS } from './codex-corpus.ts'
import type { Meant } from './meant.ts'
import { asObject, type Parsed, slowLines } from './slow-lines.ts'
import { SlowCounts, slowText, slowTime } from './slow-values.ts'

/** Every use in one rollout, repeats and all, by the rules of docs/transcripts.md. */
export function slowCodex(file: Buffer): { readonly uses: readonly Meant[]; readonly bad: number } {
  const { records, bad } = slowLines(file, CODEX_WORDS)
  const rollout = new SlowRollout()
  for (const { value } of records) rollout.take(value)
  return { uses: rollout.uses, bad }
}

interface Counted {
  readonly five: readonly number[]
  readonly odd: boolean
}

class SlowRollout {
  readonly uses: Meant[] = []
  private model = ''
  private turn = ''
  private lineage = ''
  private recordSeen = false
  private total: readonly number[] = [0, 0, 0, 0, 0]

  take(row: Parsed): void {
    const payload = asObject(row.payload)
    if (!payload) return
    if (row.type === 'session_meta')
      this.lineage = slowText(payload.forked_from_id) || slowText(payload.id) || this.lineage
    if (row.type === 'turn_context') {
      this.model = slowText(payload.model) || this.model
      this.turn = slowText(payload.turn_id)
    }
    if (row.type === 'token_usage_record') this.takeRecord(row, payload)
    if (row.type === 'event_msg' && payload.type === 'token_count')
      this.takeEvent(row, asObject(payload.info))
  }

  private takeRecord(row: Parsed, payload: Parsed): void {
    const usage = asObject(payload.usage)
    if (!usage) return
    this.recordSeen = true
    const counted = fiveOf(usage)
    const sum = asObject(payload.thread_token_usage)
    const response = slowText(payload.response_id) || (sum ? fiveOf(sum) : counted).five.join()
    this.add(row, `record ${slowText(payload.thread_id) || this.lineage} ${response}`, counted)
  }

  private takeEvent(row: Parsed, info: Parsed | null): void {
    const total = asObject(info?.total_token_usage)
    const last = asObject(info?.last_token_usage)
    const place = this.turn || this.lineage
    if (total) this.takeTotal(row, fiveOf(total), last, place)
    else if (last) this.addEvent(row, `last ${place} ${fiveOf(last).five}`, fiveOf(last))
  }

  private takeTotal(row: Parsed, total: Counted, last: Parsed | null, place: string): void {
    const before = this.total
    this.total = total.five
    if (total.five.join() === before.join()) return
    const began = total.five.some((count, at) => count < (before[at] as number))
    const growth = began ? total.five : total.five.map((count, at) => count - (before[at] as number))
    this.addEvent(row, `event ${place} ${total.five}`, last ? fiveOf(last) : { five: growth, odd: total.odd })
  }

  private addEvent(row: Parsed, id: string, counted: Counted): void {
    if (!this.recordSeen) this.add(row, id, counted)
  }

  private add(row: Parsed, id: string, { five, odd }: Counted): void {
    this.uses.push({ id, atMs: slowTime(row.timestamp), model: this.model, tokens: tokensOf(five), odd })
  }
}

function fiveOf(usage: Parsed): Counted {
  const counts = new SlowCounts()
  const keys = ['input', 'cached_input', 'cache_write_input', 'output', 'reasoning_output']
  const five = keys.map((key) => counts.count(usage, `${key}_tokens`))
  return { five, odd: counts.odd }
}

function tokensOf(five: readonly number[]): Tokens {
  const [prompt, cacheRead, cacheWrite5m, answer, reasoning] = five as [
    number,
    number,
    number,
    number,
    number,
  ]
  const input = Math.max(0, prompt - cacheRead - cacheWrite5m)
  return {
    input,
    output: Math.max(0, answer - reasoning),
    reasoning,
    cacheRead,
    cacheWrite5m,
    cacheWrite1h: 0,
  }
}
