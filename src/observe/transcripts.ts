import { recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { isInFlight, type Message } from '../model/message.ts'
import type { TurnsSeen } from '../model/setback.ts'
import {
  type Reading,
  type Source,
  type SourceProgress,
  type SourceRead,
  sourceKey,
  sourceOf,
} from '../model/source.ts'
import type { Team } from '../model/team.ts'
import { awaitedOf, type ToldSeen } from '../model/told.ts'
import { newerTurn, type TurnTold } from '../model/turn.ts'
import type { Use } from '../model/use.ts'
import { readSource } from './read-source.ts'
import type { FoundSource } from './sources.ts'
import { turnsOf } from './turns.ts'

/** So much is read in one tick, some 200 ms; what is left comes with the next one. */
const BUDGET_BYTES = 64 * 1024 * 1024
/** So much is read and booked at once, some 10 ms: what is read stays young, and the event loop is not held up. */
const BATCH_BYTES = 1.5 * 1024 * 1024
/** Transcripts of runs that ended are looked at in turn, so many in each tick: only a resumed one grows. */
const OTHERS_IN_A_TICK = 100

/** What one look at the transcripts brought. */
export interface TranscriptsSeen {
  readonly readings: readonly Reading[]
  /** How turns of runs under way went. */
  readonly turns: readonly TurnsSeen[]
  /** Which of our texts models were told. */
  readonly told: readonly ToldSeen[]
  /** There is more to read, now or in the next tick. */
  readonly isReadingBehind: boolean
  /** Transcripts that cannot be read, for people. */
  readonly troubles: readonly string[]
}

/** Reads what agents add to their transcripts. Where it stands moves on only when what it read is booked. */
export class TranscriptWatcher {
  readonly #known: Map<string, SourceProgress>
  readonly #budgetBytes: number
  readonly #keys = new WeakMap<FoundSource, string>()
  /** What this look still has to read, and how much of it. */
  #pending: Due[] = []
  #leftBytes = 0
  #troubles: string[] = []
  readonly #turnTold = new Map<string, TurnTold>()
  #isCounting = true
  #messages: readonly Message[] = []
  #turn = 0
  #othersTurn = 0

  /** `known`: how far each source was read, by its key. `budgetBytes`: what one tick takes in at most, about. */
  constructor(known: Map<string, SourceProgress>, budgetBytes = BUDGET_BYTES) {
    this.#known = known
    this.#budgetBytes = budgetBytes
  }

  /** What came since the last look; the first part of it, when it is much. Never throws. */
  look(
    { watchdog }: Team,
    memory: Memory,
    found: ReadonlyMap<string, readonly FoundSource[]>,
  ): TranscriptsSeen {
    // A source at which the last look ran out has had its turn.
    if (this.#pending.length > 0) this.#turn += 1
    this.#isCounting = watchdog.logTokens
    this.#messages = Object.values(memory.messages).filter(isInFlight)
    const due = this.#due(found, memory)
    const first = this.#turn % Math.max(1, due.length)
    // Each look begins behind the source at which the last one ran out, so that a long one holds up nobody for ever.
    this.#pending = [...due.slice(first), ...due.slice(0, first)]
    this.#leftBytes = this.#budgetBytes
    const seen = this.lookOn()
    // Of what is read later in this tick, the next one tells.
    this.#troubles = []
    return seen
  }

  /** Whether this tick may read more. */
  get hasBudget(): boolean {
    return this.#leftBytes > 0
  }

  /** The next part of what the last look found, when what was read before is booked. Never throws. */
  lookOn(): TranscriptsSeen {
    const readings: Reading[] = []
    const turns: TurnsSeen[] = []
    const told: ToldSeen[] = []
    let batchBytes = Math.min(BATCH_BYTES, this.#leftBytes)
    for (let one = this.#pending[0]; one && batchBytes > 0; one = this.#pending[0]) {
      const read = this.#read(one, batchBytes)
      if (read) {
        readings.push({
          agent: one.agent,
          source: one.key,
          read: this.#isCounting ? read : { ...read, uses: [] },
        })
        turns.push(...turnsOf(one, read))
        this.#hear(one, read)
        told.push(...(read.told ?? []).map((text) => ({ ...text, agent: one.agent })))
      }
      const bytes = read?.bytes ?? 0
      batchBytes -= bytes
      this.#leftBytes -= bytes
      // It goes on from where it is booked.
      if (read?.more) break
      this.#pending.shift()
      this.#turn += 1
    }
    return {
      readings,
      turns,
      told,
      isReadingBehind: this.#pending.length > 0,
      troubles: [...new Set(this.#troubles)],
    }
  }

  /** The newest word of an agent's own transcripts on its turn, in any run of it; null: none was read since the start. */
  turnTold(agent: string): TurnTold | null {
    return this.#turnTold.get(agent) ?? null
  }

  /** What was read is booked: go on behind it. */
  booked(readings: readonly Reading[]): void {
    for (const { agent, source, read } of readings)
      this.#known.set(source, { agent, position: read.position })
  }

  /**
   * The transcripts of runs under way and those never read, and some of the others in turn: also of those that are not
   * found any more (a cwd that was changed, an agent that was removed), to whose end something may be missing.
   */
  #due(found: ReadonlyMap<string, readonly FoundSource[]>, memory: Memory): Due[] {
    const now = [...found.values()].flat().flatMap((one): Due[] => {
      const key = this.#keyOf(one)
      const isDue = one.isCurrent || !this.#known.has(key)
      return isDue ? [{ ...one, key, source: one }] : []
    })
    const isNow = new Set(now.map(({ key }) => key))
    const others = [...this.#known.keys()].filter((key) => !isNow.has(key))
    const from = this.#othersTurn < others.length ? this.#othersTurn : 0
    this.#othersTurn = from + OTHERS_IN_A_TICK
    return [...now, ...others.slice(from, this.#othersTurn).map((key) => this.#dueAgain(key, memory))]
  }

  /** The finder tells the same objects again while nothing changes. */
  #keyOf(found: FoundSource): string {
    const key = this.#keys.get(found) ?? sourceKey(found)
    this.#keys.set(found, key)
    return key
  }

  #dueAgain(key: string, memory: Memory): Due {
    const agent = this.#known.get(key)?.agent ?? ''
    return {
      key,
      agent,
      source: sourceOf(key),
      isCurrent: false,
      depth: 0,
      sinceMs: recall(memory, agent).sinceMs ?? 0,
    }
  }

  /** A sub-agent's turn is not its agent's. */
  #hear({ agent, isCurrent, depth }: Due, { turn = null }: SourceRead): void {
    const newest = isCurrent && depth === 0 ? newerTurn(this.turnTold(agent), turn) : null
    if (newest) this.#turnTold.set(agent, newest)
  }

  #read({ key, agent, source, sinceMs }: Due, budgetBytes: number): SourceRead | null {
    const awaited = awaitedOf(this.#messages, agent)
    try {
      const read = readSource(source, this.#known.get(key)?.position ?? null, budgetBytes, awaited)
      if (typeof read === 'string') return null
      return { ...read, uses: read.uses.filter(isSince(sinceMs)) }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.#troubles.push(`tokens of ${agent} are not counted: ${why}`)
      return null
    }
  }
}

/** A source that is looked at now. */
interface Due {
  readonly key: string
  readonly agent: string
  readonly source: Source
  readonly sinceMs: number
  readonly isCurrent: boolean
  /** 0: the agent's own. */
  readonly depth: number
}

/** What was used before the agent was ours stands in a resumed transcript, and is not the team's. */
function isSince(sinceMs: number): (use: Use) => boolean {
  return ({ atMs }) => atMs === null || atMs >= sinceMs
}
