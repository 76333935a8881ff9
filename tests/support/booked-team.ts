import { join } from 'node:path'
import { type LedgerRow, OUTSIDE, promptSize, type TokenWindow } from '../../src/model/ledger.ts'
import { NO_TOKENS, promptOf, type Tokens } from '../../src/model/tokens.ts'
import { openForWriting } from '../../src/store/database.ts'
import { RecordedTeam } from './recorded-team.ts'

type WindowFields = Partial<Omit<TokenWindow, 'id' | 'startedMs' | 'endedMs'>>

/** One answer, or (part 1 and more) growth of one that was booked before. */
export interface UseFields {
  readonly model?: string
  readonly tokens?: Partial<Tokens>
  readonly window?: number
  readonly agoMs?: number
  readonly id?: string
  readonly part?: number
}

/** A recorded team whose ledger a test fills by hand, through the tables alone. */
export class BookedTeam extends RecordedTeam {
  readonly ledger = openForWriting(join(this.stateDir, 'state.db'))
  #uses = 0
  readonly #ids = new Map<string, number>()

  /** A window that began that long ago and ended `endedAgoMs` ago; without it, it is open. */
  window(id: number, startedAgoMs: number, endedAgoMs: number | null, fields: WindowFields = {}): this {
    const nowMs = Date.now()
    const { phase = 'core', label = null, claimedMs = null, recorded = false } = fields
    const endedMs = endedAgoMs === null ? null : nowMs - endedAgoMs
    this.ledger
      .prepare('INSERT INTO token_windows VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(id, phase, label, nowMs - startedAgoMs, claimedMs, endedMs, recorded ? 1 : 0)
    return this
  }

  /** An answer of 1000 tokens by the model of an agent, a minute ago, outside of the phases. */
  use(agent: string, fields: UseFields = {}): this {
    const { model = 'claude-sonnet-4-5', window = OUTSIDE, agoMs = 60_000, part = 0 } = fields
    const tokens = { ...NO_TOKENS, ...(fields.tokens ?? { output: 1000 }) }
    const size = promptSize(promptOf(tokens))
    const { input, output, reasoning, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
    const key = part === 0 ? [this.#idOf(fields.id)] : [this.#idOf(fields.id), part]
    const values = [
      ...[...key, window, this.#nameOf(agent), this.#nameOf(model), Date.now() - agoMs],
      ...[
        Number.isFinite(size) ? size : 0,
        input,
        output,
        reasoning,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h,
        0,
      ],
    ]
    const table = part === 0 ? 'token_answers' : 'token_later'
    this.ledger.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join()})`).run(...values)
    this.#sum()
    return this
  }

  override close(): void {
    this.ledger.close()
    super.close()
  }

  #idOf(id = `use-${this.#uses}`): number {
    this.#uses += 1
    const number = this.#ids.get(id) ?? this.#ids.size + 1
    this.#ids.set(id, number)
    return number
  }

  #nameOf(name: string): number {
    this.ledger.prepare('INSERT OR IGNORE INTO token_names (name) VALUES (?)').run(name)
    return Number(this.ledger.prepare('SELECT id FROM token_names WHERE name = ?').get(name)?.id)
  }

  #sum(): void {
    this.ledger.exec(`
      DELETE FROM token_sums;
      INSERT INTO token_sums
        SELECT window, agent, model, prompt_up_to, sum(input), sum(output), sum(reasoning), sum(cache_read), sum(write_5m),
          sum(write_1h), sum(part = 0), min(at_ms), max(at_ms)
        FROM token_uses GROUP BY window, agent, model, prompt_up_to`)
  }
}

/** A night of two phases: three gates of which one is in review, work on the next one, and a desk outside of them. */
export function aNight(team: BookedTeam): BookedTeam {
  const at = (hours: number) => hours * 3_600_000
  const [builder, adversary] = [
    { input: 40_000, output: 90_000, cacheRead: 9_000_000, cacheWrite5m: 300_000 },
    { input: 20_000, output: 21_000, reasoning: 4_000, cacheRead: 1_500_000, cacheWrite1h: 60_000 },
  ]
  team.window(1, at(8), at(6), { label: 'parser', claimedMs: Date.now() - at(7) })
  team.window(2, at(7), at(4), { label: 'facts', claimedMs: Date.now() - at(5) })
  team.window(3, at(4), null, { phase: 'polish', label: 'cli', claimedMs: Date.now() - at(1) })
  team.window(4, at(1), null, { phase: 'polish' })
  const work: [number, number][] = [
    [1, 7.5],
    [1, 6.5],
    [2, 5],
    [3, 1.5],
  ]
  for (const [window, hours] of work) {
    team.use('builder', { window, agoMs: at(hours), tokens: builder })
    team.use('adversary', { window, agoMs: at(hours - 0.4), tokens: adversary, model: 'gpt-5-codex' })
  }
  team.use('builder', { window: 4, agoMs: 120_000, tokens: { input: 9000, output: 400, cacheRead: 50_000 } })
  return team.use('desk', { agoMs: at(2), tokens: { input: 12_345, output: 678 } })
}

/** Sum of all parts of some rows. */
export function total(rows: readonly LedgerRow[]): number {
  return rows.flatMap(({ tokens }) => Object.values(tokens)).reduce((sum, count) => sum + count, 0)
}
