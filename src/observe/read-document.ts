import type { Position, Source, SourceRead } from '../model/source.ts'
import { type FileMark, readIfChanged } from '../system/whole-file.ts'
import { readGeminiDocument } from '../transcripts/gemini-usage.ts'
import type { NoNews } from './read-lines.ts'

/** A file that is one JSON document. */
export type DocumentSource = Extract<Source, { kind: 'document' }>

/** A document is held in memory as a whole; real ones have a few MiB. */
const LARGEST_BYTES = 64 * 1024 * 1024

/**
 * All uses of a document that changed since `position` (null: in any case); `position` is one that this function gave.
 * Throws FileTrouble when the file cannot be read.
 */
export function readDocument(
  { path }: DocumentSource,
  position: Position | null,
  largestBytes = LARGEST_BYTES,
): SourceRead | NoNews {
  const look = readIfChanged(path, position as unknown as FileMark | null, largestBytes)
  if (look.kind !== 'read') return look.kind
  const read = look.text === null ? null : readGeminiDocument(look.text)
  return {
    uses: read?.uses ?? [],
    setbacks: read?.setbacks ?? [],
    standing: 'last',
    position: { ...look.mark },
    bytes: look.text === null ? 0 : look.mark.size,
    bad: read ? 0 : 1,
    more: false,
  }
}
