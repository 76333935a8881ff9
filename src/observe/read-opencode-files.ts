import { join } from 'node:path'
import type { Position, Source } from '../model/source.ts'
import { changedMs, listFolder, readText } from '../system/files.ts'
import { ForeignTrouble } from '../system/foreign-database.ts'
import { textOf } from '../transcripts/fields.ts'
import { parseObject } from '../transcripts/opencode-json.ts'
import { opencodeSetback } from '../transcripts/opencode-setback.ts'
import { type OpencodeMessage, opencodeUse } from '../transcripts/opencode-usage.ts'
import type { OpencodeRead } from './read-opencode.ts'

/**
 * What a session of OpenCode before 1.2 used since a position (null: from its start): one file for each message, which
 * is written over. A look costs a stat for each message (some 2 µs), and a read of the newest.
 */
export function readOpencodeFiles(
  { path, session }: Extract<Source, { kind: 'opencode-files' }>,
  position: Position | null,
): OpencodeRead {
  const before = positionOf(position)
  try {
    return readFolder(join(path, 'message', session), before)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const trouble = new ForeignTrouble('unreadable', path, error.message)
    return { uses: [], standing: 'last', position: before, bytes: 0, bad: 0, more: false, trouble }
  }
}

/** A position as this file makes it. */
interface FilesPosition extends Position {
  /** Last change of the newest file. */
  readonly newestMs: number
  /** Files older than that one. Another number: one was added or written under a clock set back, so all are read anew. */
  readonly older: number
  /** Files that are no JSON (yet), and were told as bad. */
  readonly torn: readonly string[]
}

function positionOf(position: Position | null): FilesPosition {
  const { newestMs = 0, older = 0, torn = [] } = (position ?? {}) as Partial<FilesPosition>
  return { newestMs, older, torn }
}

function readFolder(folder: string, before: FilesPosition): OpencodeRead {
  const names = listFolder(folder).filter((name) => name.endsWith('.json'))
  const files = names.map((name) => ({ name, ms: changedMs(join(folder, name)) ?? 0 }))
  const isOlder = (ms: number) => files.filter((file) => file.ms < ms).length
  const sinceMs = isOlder(before.newestMs) === before.older ? before.newestMs : 0
  const changed = files.filter(({ ms }) => ms >= sinceMs)
  const read = changed.map(({ name }) => ({ name, text: readText(join(folder, name)) ?? '' }))
  const parsed = read.map(({ name, text }) => ({ name, data: parseObject(text) }))
  const torn = parsed.filter(({ data }) => data === null).map(({ name }) => name)
  const messages = parsed.flatMap(({ data }): OpencodeMessage[] =>
    data ? [{ id: textOf(data.id), createdMs: null, data }] : [],
  )
  const newestMs = Math.max(0, ...files.map(({ ms }) => ms))
  return {
    ...{ standing: 'last', more: false, trouble: null },
    uses: messages.flatMap((message) => opencodeUse(message) ?? []),
    setbacks: messages.flatMap((message) => opencodeSetback(message) ?? []),
    position: { newestMs, older: isOlder(newestMs), torn },
    bytes: read.reduce((sum, { text }) => sum + text.length, 0),
    bad: torn.filter((name) => !before.torn.includes(name)).length,
  }
}
