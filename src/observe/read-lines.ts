import type { Setback } from '../model/setback.ts'
import type { Position, Source, SourceRead } from '../model/source.ts'
import type { AwaitedText, TextTold } from '../model/told.ts'
import { newerTurn, type TurnTold } from '../model/turn.ts'
import type { Use } from '../model/use.ts'
import { type FilePosition, readGrowth } from '../system/growing-file.ts'
import { toldIn } from '../transcripts/told-texts.ts'
import type { ReaderState, UsageFormat, UsageReader } from '../transcripts/usage-reader.ts'

/** A file of JSON lines. */
export type LinesSource = Extract<Source, { kind: 'lines' }>

/** What the position of a source of lines holds. */
interface LinesPosition {
  readonly file: FilePosition
  readonly reader: ReaderState
}

/** A look at a source of lines that brought nothing: it is not there, or it has not changed since the last look. */
export type NoNews = 'missing' | 'unchanged'

/**
 * What was added to a file of JSON lines since `position` (null: all), about `budgetBytes` of it. `position` is one that
 * this function gave; `awaited`: texts of ours to look for. Throws FileTrouble when the file cannot be read.
 */
export function readLines(
  { path, format: name }: LinesSource,
  format: UsageFormat,
  position: Position | null,
  budgetBytes: number,
  awaited: readonly AwaitedText[] = [],
): SourceRead | NoNews {
  const before = position as unknown as LinesPosition | null
  const uses: Use[] = []
  const setbacks: Setback[] = []
  const told: TextTold[] = []
  const found = (use: Use) => uses.push(use)
  const met = (setback: Setback) => setbacks.push(setback)
  let reader: UsageReader | undefined
  let turn: TurnTold | null = null
  const growth = readGrowth(path, before?.file ?? null, budgetBytes, (isStart) => {
    const begun = format.reader(isStart ? undefined : before?.reader)
    reader = begun
    return (lines) => {
      begun.read(lines, found, met)
      turn = newerTurn(turn, format.turn?.(lines) ?? null)
      told.push(...toldIn(name, lines, awaited))
    }
  })
  if (growth.kind !== 'read') return growth.kind
  return {
    uses,
    setbacks,
    turn,
    told,
    standing: format.standing,
    position: { file: growth.position, reader: reader?.state ?? {} },
    bytes: growth.bytes,
    bad: growth.overlong + (reader?.bad ?? 0),
    more: growth.position.more,
  }
}
