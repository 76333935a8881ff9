import { join } from 'node:path'
import type { Position, Source } from '../model/source.ts'
import { changedMs, listFolder, readText } from '../system/files.ts'
import { ForeignTrouble } from '../system/foreign-database.ts'
import { isObject, textOf } from '../transcripts/fields.ts'
import { parseObject } from '../transcripts/opencode-json.ts'
import { isUnfinished, type OpencodeMessage, opencodeUse } from '../transcripts/opencode-usage.ts'
import type { OpencodeRead } from './read-opencode.ts'

/** Of answers without an end the newest: what a killed process left unfinished stays so for ever. */
const MOST_OPEN = 20

/**
 * What a session of OpenCode before 1.2 used since a position (null: from its start): one file for each message. A
 * look at a session without new messages costs a stat, and a read of each answer that is not finished.
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
    return { uses: [], standing: 'last', position: before, bad: 0, more: false, trouble }
  }
}

/** A position as this file makes it. */
interface FilesPosition extends Position {
  /** Last change of the folder at the last look; null: there was none. */
  readonly folderMs: number | null
  /** The folder was listed after that change was seen, so that nothing of the same moment is missed. */
  readonly isListed: boolean
  /** Last change of the newest file that was read. */
  readonly newestMs: number
  /** Files to read again: answers without an end, and what is no JSON (yet). */
  readonly open: readonly string[]
}

function positionOf(position: Position | null): FilesPosition {
  const { folderMs = null, isListed = false, newestMs = 0, open = [] } = (position ?? {}) as Partial<FilesPosition>
  return { folderMs, isListed, newestMs, open }
}

function readFolder(folder: string, before: FilesPosition): OpencodeRead {
  const folderMs = changedMs(folder)
  const isSame = folderMs !== null && folderMs === before.folderMs
  const changed = isSame && before.isListed ? [] : changedSince(folder, before.newestMs)
  const names = [...new Set([...before.open, ...changed.map(({ name }) => name)])].sort()
  const files = names.map((name) => ({ name, message: readMessage(join(folder, name)) }))
  const open = files.filter(({ message }) => message === 'torn' || (message && isUnfinished(message)))
  const torn = files.filter(({ name, message }) => message === 'torn' && !before.open.includes(name))
  const next: FilesPosition = {
    ...{ folderMs, isListed: isSame, open: open.slice(-MOST_OPEN).map(({ name }) => name) },
    newestMs: Math.max(before.newestMs, ...changed.map(({ ms }) => ms)),
  }
  const uses = files.flatMap(({ message }) => (message && message !== 'torn' ? (opencodeUse(message) ?? []) : []))
  return { uses, standing: 'last', position: next, bad: torn.length, more: false, trouble: null }
}

function changedSince(folder: string, sinceMs: number): { name: string; ms: number }[] {
  const names = listFolder(folder).filter((name) => name.endsWith('.json'))
  return names
    .map((name) => ({ name, ms: changedMs(join(folder, name)) ?? 0 }))
    .filter(({ ms }) => ms > 0 && ms >= sinceMs)
}

/** null: the file is gone. */
function readMessage(path: string): OpencodeMessage | 'torn' | null {
  const text = readText(path)
  if (text === null) return null
  const data = parseObject(text)
  return isObject(data) ? { id: textOf(data.id), createdMs: null, data } : 'torn'
}
