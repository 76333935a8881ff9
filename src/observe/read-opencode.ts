import type { Position, Source, SourceRead } from '../model/source.ts'
import {
  type ForeignQuery,
  type ForeignRow,
  ForeignTrouble,
  foreignFile,
  foreignStamp,
  readForeign,
} from '../system/foreign-database.ts'
import { isObject } from '../transcripts/fields.ts'
import { opencodeSetback } from '../transcripts/opencode-setback.ts'
import { isUnfinished, type OpencodeMessage, opencodeUse } from '../transcripts/opencode-usage.ts'
import { readMs } from '../transcripts/times.ts'
import { type MessageTable, rowsSince, TABLE_START, type TablePosition, tablesOf } from './opencode-tables.ts'

/** What a look at a session in OpenCode's database brought. */
export interface OpencodeRead extends SourceRead {
  /** Why nothing could be read this time; the position is the one before. null: all is well. */
  readonly trouble: ForeignTrouble | null
}

/** One session of one database, and where to go on reading it; null: from its start. */
export interface WantedSession {
  readonly session: string
  readonly position: Position | null
}

/** Rows taken in one look; at most about 10 ms of work. */
const MOST_ROWS = 1000

/** A model answers one question at a time; what a killed process left unfinished stays so for ever. */
const MOST_OPEN = 50

/** What a session used since a position. docs/transcripts.md has the rules. Costs two stats when nothing was written. */
export function readOpencodeDatabase(
  source: Extract<Source, { kind: 'opencode-database' }>,
  position: Position | null,
  limit = MOST_ROWS,
): OpencodeRead {
  const [read] = readOpencodeSessions(source.path, [{ session: source.session, position }], limit)
  return read ?? nothing(position ?? {})
}

/** The same for many sessions of one database, which is opened once; the reads are in the order of `wanted`. */
export function readOpencodeSessions(
  path: string,
  wanted: readonly WantedSession[],
  limit = MOST_ROWS,
): OpencodeRead[] {
  const [file, stamp] = [foreignFile(path), foreignStamp(path)]
  const positions = wanted.map(({ session, position }) => ({ session, at: positionOf(position, file) }))
  if (stamp !== null && positions.every(({ at }) => at.stamp === stamp))
    return positions.map(({ at }) => nothing(at))
  const reads = readForeign(path, (query) => {
    const { messages } = tablesOf(query)
    if (messages.length === 0) return new ForeignTrouble('foreign', path, 'no table of messages')
    return positions.map(({ session, at }) =>
      at.stamp === stamp ? nothing(at) : readTables(query, messages, session, { ...at, stamp }, limit),
    )
  })
  if (!(reads instanceof ForeignTrouble)) return reads
  return wanted.map(({ position }) => nothing(position ?? {}, reads))
}

/** A position as this file makes it. */
interface DatabasePosition extends Position {
  /** The file that was read: in another one everything begins anew. */
  readonly file: string | null
  /** How the file looked when all of it was read; null: not all of it is. */
  readonly stamp: string | null
  readonly tables: Readonly<Partial<Record<MessageTable, TablePosition>>>
}

function positionOf(position: Position | null, file: string | null): DatabasePosition {
  const { file: before, stamp, tables } = (position ?? {}) as Partial<DatabasePosition>
  if (before !== file || !isObject(tables)) return { file, stamp: null, tables: {} }
  return { file, stamp: stamp ?? null, tables }
}

function nothing(position: Position, trouble: ForeignTrouble | null = null): OpencodeRead {
  return { uses: [], standing: 'last', position, bytes: 0, bad: 0, more: false, trouble }
}

function readTables(
  query: ForeignQuery,
  tablesWithMessages: readonly MessageTable[],
  session: string,
  position: DatabasePosition,
  limit: number,
): OpencodeRead {
  const tables: Partial<Record<MessageTable, TablePosition>> = {}
  const messages: OpencodeMessage[] = []
  const found = { bytes: 0, bad: 0, more: false }
  for (const table of tablesWithMessages) {
    const before = position.tables[table] ?? TABLE_START
    const rows = rowsSince(query, { table, both: tablesWithMessages.length === 2 }, session, before, limit)
    const read = takeRows(rows, before, messages)
    tables[table] = read.position
    found.bytes += read.bytes
    found.bad += read.bad
    found.more ||= read.added >= limit
  }
  const next = { ...position, stamp: found.more ? null : position.stamp, tables }
  const uses = messages.flatMap((message) => opencodeUse(message) ?? [])
  const setbacks = messages.flatMap((message) => opencodeSetback(message) ?? [])
  return { uses, setbacks, standing: 'last', position: next, ...found, trouble: null }
}

/** Adds each message to `messages`. A row that is no JSON is counted as bad when it is new. */
function takeRows(rows: Iterable<ForeignRow>, before: TablePosition, messages: OpencodeMessage[]) {
  let { row, changedMs } = before
  const open = new Set<string>()
  const counts = { bytes: 0, bad: 0, added: 0 }
  for (const given of rows) {
    const isNew = Number(given.row) > before.row
    row = Math.max(row, Number(given.row))
    changedMs = Math.max(changedMs ?? 0, Number(given.changedMs))
    counts.bytes += String(given.data ?? '').length
    if (isNew) counts.added += 1
    const message = messageOf(given)
    if (message === null && isNew) counts.bad += 1
    if (message) messages.push(message)
    if (message && isUnfinished(message)) open.add(message.id)
  }
  return { ...counts, position: { row, changedMs, open: [...open].slice(-MOST_OPEN) } }
}

function messageOf({ id, type, createdMs, data }: ForeignRow): OpencodeMessage | null {
  const parsed: unknown = typeof data === 'string' ? JSON.parse(data) : null
  if (!isObject(parsed)) return null
  const message = { id: String(id), createdMs: readMs(createdMs) || null, data: parsed }
  return typeof type === 'string' ? { ...message, type } : message
}
