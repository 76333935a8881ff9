import { type Position, type Reading, sourceKey } from '../model/source.ts'
import type { Team } from '../model/team.ts'
import type { Use } from '../model/use.ts'
import { readSource } from './read-source.ts'
import type { FoundSource } from './sources.ts'

/** So much is read in one tick, about 50 ms; what is left comes with the next one. */
const BUDGET_BYTES = 16 * 1024 * 1024
/** Transcripts of runs that ended are looked at in turn, so many in each tick: only a resumed one grows. */
const EARLIER_IN_A_TICK = 100

/** Reads what agents add to their transcripts. Where it stands moves on only when what it read is booked. */
export class TranscriptWatcher {
  readonly #positions: Map<string, Position>
  #troubles: string[] = []
  #turn = 0
  #earlierTurn = 0

  constructor(positions: Map<string, Position>) {
    this.#positions = positions
  }

  /** What came since the last look; a part of it, when it is much. Never throws. */
  look(
    { watchdog }: Team,
    found: ReadonlyMap<string, readonly FoundSource[]>,
  ): { readings: Reading[]; troubles: readonly string[] } {
    this.#troubles = []
    const readings = watchdog.logTokens ? this.#readAll([...found.values()].flat()) : []
    return { readings, troubles: this.#troubles }
  }

  /** What was read is booked: go on behind it. */
  booked(readings: readonly Reading[]): void {
    for (const { source, read } of readings) this.#positions.set(source, read.position)
  }

  /** Each look begins behind the source at which the last one ran out, so that a long one holds up nobody for ever. */
  #readAll(sources: readonly FoundSource[]): Reading[] {
    const due = this.#due(sources)
    const readings: Reading[] = []
    const first = this.#turn % Math.max(1, due.length)
    let leftBytes = BUDGET_BYTES
    for (const found of [...due.slice(first), ...due.slice(0, first)]) {
      if (leftBytes <= 0) break
      this.#turn += 1
      const reading = this.#read(found, leftBytes)
      if (!reading) continue
      leftBytes -= reading.read.bytes
      readings.push(reading)
    }
    return readings
  }

  /** All of runs under way, and some of the others; of those, all that were never read or not to their end. */
  #due(sources: readonly FoundSource[]): FoundSource[] {
    const current = sources.filter((one) => one.isCurrent)
    const earlier = sources.filter((one) => !one.isCurrent)
    const fresh = earlier.filter((one) => !this.#positions.has(sourceKey(one)))
    const known = earlier.filter((one) => this.#positions.has(sourceKey(one)))
    const from = this.#earlierTurn % Math.max(1, known.length)
    this.#earlierTurn = from + EARLIER_IN_A_TICK
    return [...current, ...fresh, ...known.slice(from, from + EARLIER_IN_A_TICK)]
  }

  #read(found: FoundSource, budgetBytes: number): Reading | null {
    const source = sourceKey(found)
    try {
      const read = readSource(found, this.#positions.get(source) ?? null, budgetBytes)
      if (typeof read === 'string') return null
      return { agent: found.agent, source, read: { ...read, uses: read.uses.filter(isSince(found.sinceMs)) } }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.#troubles.push(`tokens of ${found.agent} are not counted: ${why}`)
      return null
    }
  }
}

/** What was used before the agent was ours stands in a resumed transcript, and is not the team's. */
function isSince(sinceMs: number): (use: Use) => boolean {
  return ({ atMs }) => atMs === null || atMs >= sinceMs
}
