import { join } from 'node:path'
import type { Source } from '../model/source.ts'
import { listFolder, readText } from '../system/files.ts'
import { type ForeignQuery, ForeignTrouble, readForeign } from '../system/foreign-database.ts'
import { objectOf, textOf } from '../transcripts/fields.ts'
import type { Fields } from '../transcripts/mended-lines.ts'
import { parseObject } from '../transcripts/opencode-json.ts'
import { type OpencodeMessage, timeOf } from '../transcripts/opencode-usage.ts'
import { tablesOf } from './opencode-tables.ts'

/** A place among the messages of a session, which are in the order of their time, then of their id. */
export interface MessagePlace {
  readonly createdMs: number
  readonly id: string
}

/** A message with all that it says; `parts` is empty for OpenCode 2, which says it in the message. */
export interface WholeMessage extends OpencodeMessage {
  readonly createdMs: number
  readonly parts: readonly Fields[]
}

/** At most `limit` messages of a session that come after a place. */
export function messagesAfter(
  source: Extract<Source, { session: string }>,
  after: MessagePlace,
  limit: number,
): WholeMessage[] | ForeignTrouble {
  return source.kind === 'opencode-files'
    ? filesAfter(source, after, limit)
    : readForeign(source.path, (query) => rowsAfter(query, source, after, limit))
}

function rowsAfter(
  query: ForeignQuery,
  { path, session }: Extract<Source, { kind: 'opencode-database' }>,
  after: MessagePlace,
  limit: number,
): WholeMessage[] | ForeignTrouble {
  const { messages, parts } = tablesOf(query)
  if (messages.length === 0) return new ForeignTrouble('foreign', path, 'no table of messages')
  const older = `SELECT id, NULL AS type, time_created, data FROM message m WHERE session_id = :session
    ${messages.length === 2 ? 'AND NOT EXISTS (SELECT 1 FROM session_message n WHERE n.id = m.id)' : ''}`
  const newer = 'SELECT id, type, time_created, data FROM session_message WHERE session_id = :session'
  const both = messages.map((table) => (table === 'message' ? older : newer)).join(' UNION ALL ')
  const rows = query(
    `SELECT CAST(id AS TEXT) AS id, CAST(type AS TEXT) AS type, CAST(time_created AS REAL) AS createdMs,
      CAST(data AS TEXT) AS data
    FROM (${both}) WHERE (time_created, id) > (:createdMs, :id) ORDER BY time_created, id LIMIT :limit`,
    { session, ...after, limit },
  )
  return [...rows].map(({ id, type, createdMs, data }) => {
    const message = { id: textOf(id), createdMs: Number(createdMs), data: parseObject(textOf(data)) ?? {} }
    if (typeof type === 'string') return { ...message, type, parts: [] }
    return { ...message, parts: parts ? partsOf(query, message.id) : [] }
  })
}

function partsOf(query: ForeignQuery, message: string): Fields[] {
  const rows = query(
    'SELECT CAST(id AS TEXT) AS id, CAST(data AS TEXT) AS data FROM part WHERE message_id = :message ORDER BY id',
    { message },
  )
  return [...rows].map(({ id, data }) => ({ ...parseObject(textOf(data)), id }))
}

function filesAfter(
  { path, session }: Extract<Source, { kind: 'opencode-files' }>,
  after: MessagePlace,
  limit: number,
): WholeMessage[] {
  const messages = objectsOf(join(path, 'message', session)).map((data) => ({
    ...{ id: textOf(data.id), createdMs: timeOf(objectOf(data.time).created) ?? 0, data },
  }))
  const later = messages.filter((message) => inOrder(after, message) < 0).sort(inOrder)
  return later
    .slice(0, limit)
    .map((message) => ({ ...message, parts: objectsOf(join(path, 'part', message.id)) }))
}

function inOrder(one: MessagePlace, other: MessagePlace): number {
  return one.createdMs - other.createdMs || (one.id < other.id ? -1 : Number(one.id > other.id))
}

/** The JSON objects in a folder's files, in the order of their names. */
function objectsOf(folder: string): Fields[] {
  const names = listFolder(folder).filter((name) => name.endsWith('.json'))
  return names.map((name) => parseObject(readText(join(folder, name)) ?? '')).filter((data) => data !== null)
}
