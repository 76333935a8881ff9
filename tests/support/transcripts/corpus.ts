import type { Standing } from '../../../src/model/use.ts'
import type { Meant } from './meant.ts'

/** One line of a made transcript, with what its maker means by it. A reader has seen it when it has seen its newline. */
export interface Piece {
  /** With the newline, unless it is the last of a file. */
  readonly bytes: Buffer
  readonly meant: readonly Meant[]
  /** Bad lines in it: 0 or 1. */
  readonly bad: number
}

export interface MadeFile {
  /** Relative to the CLI's folder, with `/`. */
  readonly path: string
  readonly pieces: readonly Piece[]
}

export interface Corpus {
  readonly seed: number
  readonly standing: Standing
  readonly files: readonly MadeFile[]
}

export function bytesOf({ pieces }: MadeFile): Buffer {
  return Buffer.concat(pieces.map(({ bytes }) => bytes))
}

/** The pieces whose newline lies within the first `length` bytes. */
export function piecesWithin({ pieces }: MadeFile, length = Number.POSITIVE_INFINITY): Piece[] {
  let end = 0
  return pieces.filter(({ bytes }) => {
    end += bytes.length
    return end <= length && bytes.at(-1) === 0x0a
  })
}

export function meantIn(file: MadeFile, length?: number): Meant[] {
  return piecesWithin(file, length).flatMap(({ meant }) => meant)
}

export function badIn(file: MadeFile, length?: number): number {
  return piecesWithin(file, length).reduce((sum, { bad }) => sum + bad, 0)
}
