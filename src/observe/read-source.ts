import type { Position, Source, SourceRead } from '../model/source.ts'
import type { AwaitedText } from '../model/told.ts'
import { usageFormats } from '../transcripts/usage-formats.ts'
import { readDocument } from './read-document.ts'
import { type NoNews, readLines } from './read-lines.ts'
import { readOpencodeDatabase } from './read-opencode.ts'
import { readOpencodeFiles } from './read-opencode-files.ts'

/**
 * What a source brought since `position` (null: all of it), about `budgetBytes` of it; of texts of ours those that are awaited. Throws FileTrouble or ForeignTrouble
 * when it is there and cannot be read.
 */
export function readSource(
  source: Source,
  position: Position | null,
  budgetBytes: number,
  awaited: readonly AwaitedText[] = [],
): SourceRead | NoNews {
  switch (source.kind) {
    case 'lines':
      return readLines(source, usageFormats[source.format], position, budgetBytes, awaited)
    case 'document':
      return readDocument(source, position)
    default:
      return readSession(source, position)
  }
}

function readSession(
  source: Extract<Source, { session: string }>,
  position: Position | null,
): SourceRead | NoNews {
  const isDatabase = source.kind === 'opencode-database'
  const { trouble, ...read } = isDatabase
    ? readOpencodeDatabase({ ...source, kind: 'opencode-database' }, position)
    : readOpencodeFiles({ ...source, kind: 'opencode-files' }, position)
  if (trouble) throw trouble
  const isSame = position !== null && JSON.stringify(read.position) === JSON.stringify(position)
  return isSame && read.uses.length === 0 ? 'unchanged' : read
}
