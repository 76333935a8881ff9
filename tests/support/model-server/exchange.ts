import { addTokens, NO_TOKENS, type Tokens } from '../../../src/model/tokens.ts'
import type { Asked } from './asked.ts'

/** One request, and what became of it. It is kept from its first byte on and changes until `outcome` is set. */
export interface Exchange {
  readonly asked: Asked
  /**
   * `whole`: answered to the last byte; `broken`: cut off by a rule; `refused`: an HTTP error; `left`: the client went away,
   * or the server closed; null: under way.
   */
  outcome: 'whole' | 'broken' | 'refused' | 'left' | null
  /** What the answer uses, as far as the client was told; null: nothing was told. */
  sent: Tokens | null
}

export type Filter = (exchange: Exchange) => boolean

/** Whether it belongs to the conversation: what is hidden (titles, probes, counts) stands in no transcript. */
export function isConversation({ asked }: Exchange): boolean {
  return asked.kind === 'turn' || asked.kind === 'compaction'
}

/** What the answers that came whole used together. */
export function sumOf(exchanges: readonly Exchange[]): Tokens {
  return exchanges
    .filter(({ outcome }) => outcome === 'whole')
    .reduce((sum, { sent }) => addTokens(sum, sent ?? NO_TOKENS), NO_TOKENS)
}

/** Keeps exchanges and wakes who waits for one of them. */
export class Exchanges {
  readonly all: Exchange[] = []
  private readonly waiting = new Set<() => void>()

  begin(asked: Asked): Exchange {
    const exchange: Exchange = { asked, outcome: null, sent: null }
    this.all.push(exchange)
    this.wake()
    return exchange
  }

  end(exchange: Exchange, { outcome, sent }: Pick<Exchange, 'outcome' | 'sent'>): void {
    Object.assign(exchange, { outcome, sent })
    this.wake()
  }

  /** The first exchange that fits, as soon as there is one. Throws after `withinMs`, with what was asked instead. */
  async find(fits: Filter, withinMs: number): Promise<Exchange> {
    const { promise, resolve, reject } = Promise.withResolvers<Exchange>()
    const look = () => {
      const found = this.all.find(fits)
      if (found) resolve(found)
    }
    const late = () => reject(new Error(`No such request within ${withinMs} ms, but: ${this.summary()}`))
    const timer = setTimeout(late, withinMs)
    this.waiting.add(look)
    look()
    return promise.finally(() => {
      clearTimeout(timer)
      this.waiting.delete(look)
    })
  }

  /** One line for each request, for people. */
  summary(): string {
    const lines = this.all.map(({ asked, outcome }) =>
      [
        asked.method,
        asked.path,
        asked.kind,
        JSON.stringify(asked.text.slice(0, 60)),
        asked.step,
        outcome,
      ].join(' '),
    )
    return lines.length === 0 ? 'nothing' : `\n${lines.join('\n')}`
  }

  private wake(): void {
    for (const look of this.waiting) look()
  }
}
