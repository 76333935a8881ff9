import { recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { type Reading, type Source, type SourceProgress, sourceKey, sourceOf } from '../model/source.ts'
import type { Team } from '../model/team.ts'
import type { Use } from '../model/use.ts'
import { readSource } from './read-source.ts'
import type { FoundSource } from './sources.ts'

/** So much is read in one tick, some 200 ms; what is left comes with the next one. Few large bookings cost less than many. */
const BUDGET_BYTES = 64 * 1024 * 1024
/** Transcripts of runs that ended are looked at in turn, so many in each tick: only a resumed one grows. */
const OTHERS_IN_A_TICK = 100

/** What one look at the transcripts brought. */
export interface TranscriptsSeen {
  readonly readings: readonly Reading[]
  readonly isReadingBehind: boolean
  /** Transcripts that cannot be read, for people. */
  readonly troubles: readonly string[]
}

/** Reads what agents add to their transcripts. Where it stands moves on only when what it read is booked. */
export class TranscriptWatcher {
  readonly #known: Map<string, SourceProgress>
  readonly #budgetBytes: number
  readonly #keys = new WeakMap<FoundSource, string>()
  #troubles: string[] = []
  #turn = 0
  #othersTurn = 0

  /** `known`: how far each source was read, by its key. `budgetBytes`: what one look takes in at most, about. */
  constructor(known: Map<string, SourceProgress>, budgetBytes = BUDGET_BYTES) {
    this.#known = known
    this.#budgetBytes = budgetBytes
  }

  /** What came since the last look; a part of it, when it is much. Never throws. */
  look(
    { watchdog }: Team,
    memory: Memory,
    found: ReadonlyMap<string, readonly FoundSource[]>,
  ): TranscriptsSeen {
    this.#troubles = []
    if (!watchdog.logTokens) return { readings: [], isReadingBehind: false, troubles: [] }
    return { ...this.#readAll(this.#due(found, memory)), troubles: this.#troubles }
  }

  /** What was read is booked: go on behind it. */
  booked(readings: readonly Reading[]): void {
    for (const { agent, source, read } of readings)
      this.#known.set(source, { agent, position: read.position })
  }

  /** Each look begins behind the source at which the last one ran out, so that a long one holds up nobody for ever. */
  #readAll(due: readonly Due[]): Omit<TranscriptsSeen, 'troubles'> {
    const readings: Reading[] = []
    const first = this.#turn % Math.max(1, due.length)
    let leftBytes = this.#budgetBytes
    for (const one of [...due.slice(first), ...due.slice(0, first)]) {
      if (leftBytes <= 0) return { readings, isReadingBehind: true }
      this.#turn += 1
      const reading = this.#read(one, leftBytes)
      if (!reading) continue
      leftBytes -= reading.read.bytes
      readings.push(reading)
    }
    return { readings, isReadingBehind: readings.some(({ read }) => read.more) }
  }

  /**
   * The transcripts of runs under way and those never read, and some of the others in turn: also of those that are not
   * found any more (a cwd that was changed, an agent that was removed), to whose end something may be missing.
   */
  #due(found: ReadonlyMap<string, readonly FoundSource[]>, memory: Memory): Due[] {
    const now = [...found.values()].flat().flatMap((one): Due[] => {
      const key = this.#keyOf(one)
      const isDue = one.isCurrent || !this.#known.has(key)
      return isDue ? [{ key, agent: one.agent, source: one, sinceMs: one.sinceMs }] : []
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
    return { key, agent, source: sourceOf(key), sinceMs: recall(memory, agent).sinceMs ?? 0 }
  }

  #read({ key, agent, source, sinceMs }: Due, budgetBytes: number): Reading | null {
    try {
      const read = readSource(source, this.#known.get(key)?.position ?? null, budgetBytes)
      if (typeof read === 'string') return null
      return { agent, source: key, read: { ...read, uses: read.uses.filter(isSince(sinceMs)) } }
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
}

/** What was used before the agent was ours stands in a resumed transcript, and is not the team's. */
function isSince(sinceMs: number): (use: Use) => boolean {
  return ({ atMs }) => atMs === null || atMs >= sinceMs
}
