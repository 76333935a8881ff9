import type { Setback } from '../model/setback.ts'
import type { LineFormat } from '../model/source.ts'
import type { TurnTold } from '../model/turn.ts'
import type { Standing, Use } from '../model/use.ts'

/** Reads what a model used, and what kept it from going on, from one file of JSON lines, a piece at a time. */
export interface UsageReader {
  /**
   * Takes whole lines (the last byte is a newline) that follow what it took before, and tells each use in them, and each turn
   * that an error ended, where the CLI writes that down.
   */
  read(lines: Buffer, found: (use: Use) => void, met?: (setback: Setback) => void): void
  /** What it must know to go on in another process: plain JSON. */
  readonly state: ReaderState
  /** Lines so far that are no record and could not be mended. */
  readonly bad: number
}

export type ReaderState = Readonly<Record<string, unknown>>

/** How one CLI's lines are read for usage. */
export interface UsageFormat {
  readonly name: LineFormat
  /** Which of two records with the same id stands. */
  readonly standing: Standing
  /** A reader at the start of a file, or one that goes on from a state. */
  reader(state?: ReaderState): UsageReader
  /** What whole lines tell last of whether a turn goes on; null: nothing. Absent: they never tell. Pure. */
  turn?(lines: Buffer): TurnTold | null
}
