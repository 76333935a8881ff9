import type { Setback } from './setback.ts'
import type { TextTold } from './told.ts'
import type { TurnTold } from './turn.ts'
import type { Standing, Use } from './use.ts'

/** A format of transcripts that are JSON lines. */
export type LineFormat = 'claude' | 'codex' | 'gemini' | 'pi' | 'qwen' | 'scripted'

/** One place where a CLI writes down what it did: a file, or one session in a database. */
export type Source =
  /** JSON lines, only ever added to. */
  | { readonly kind: 'lines'; readonly format: LineFormat; readonly path: string }
  /** One JSON document, written anew each time (Gemini CLI before it had lines). */
  | { readonly kind: 'document'; readonly format: 'gemini'; readonly path: string }
  /** OpenCode before 1.2: a folder `storage` with one JSON file for each message. */
  | { readonly kind: 'opencode-files'; readonly path: string; readonly session: string }
  /** OpenCode: its SQLite file. */
  | { readonly kind: 'opencode-database'; readonly path: string; readonly session: string }

/** The same text for the same source, on every start; `sourceOf` gives the source back. */
export function sourceKey(source: Source): string {
  const { kind, path } = source
  if (source.kind === 'lines' || source.kind === 'document')
    return JSON.stringify({ kind, format: source.format, path })
  return JSON.stringify({ kind, path, session: source.session })
}

/** The source of a key that `sourceKey` gave. */
export function sourceOf(key: string): Source {
  return JSON.parse(key) as Source
}

/** Where to go on reading a source; plain JSON, kept beside what was read up to there. */
export type Position = Readonly<Record<string, unknown>>

/** How far a source was read, and for whom. */
export interface SourceProgress {
  readonly agent: string
  readonly position: Position
}

/** What one look at a source brought. */
export interface SourceRead {
  readonly uses: readonly Use[]
  /** Turns that an error ended; left out where the CLI does not write them down. */
  readonly setbacks?: readonly Setback[]
  /** The newest word on whether a turn goes on; left out where the CLI writes none down. */
  readonly turn?: TurnTold | null
  /** Texts of ours that the model was told; left out where the CLI does not write them down. */
  readonly told?: readonly TextTold[]
  readonly standing: Standing
  /** Where the next look goes on. */
  readonly position: Position
  /** Bytes that this look took in. */
  readonly bytes: number
  /** Lines or rows, in this look, that are no record and could not be mended. */
  readonly bad: number
  /** The budget ended before the source did: look again soon. */
  readonly more: boolean
}

/** What was read of one source, and for whom. */
export interface Reading {
  readonly agent: string
  /** `sourceKey` of the source. */
  readonly source: string
  readonly read: SourceRead
}
