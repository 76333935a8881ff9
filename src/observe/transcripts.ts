import type { Position, Reading } from '../model/source.ts'
import type { Team } from '../model/team.ts'
import type { FoundSource } from './sources.ts'

/** Reads what agents add to their transcripts. Where it stands moves on only when what it read is booked. */
export class TranscriptWatcher {
  readonly #positions: Map<string, Position>

  constructor(positions: Map<string, Position>) {
    this.#positions = positions
  }

  /** What came since the last look; a part of it, when it is much. Never throws. */
  look(
    _team: Team,
    _sources: ReadonlyMap<string, readonly FoundSource[]>,
  ): { readings: Reading[]; troubles: readonly string[] } {
    return { readings: [], troubles: [] }
  }

  /** What was read is booked: go on behind it. */
  booked(readings: readonly Reading[]): void {
    for (const { source, read } of readings) this.#positions.set(source, read.position)
  }
}
