import type { ForeignQuery, ForeignRow } from '../system/foreign-database.ts'

/** A table of OpenCode's with messages: `session_message` is the one of OpenCode 2, which leaves the older one in place. */
export type MessageTable = 'message' | 'session_message'

/** The tables of one database that are there with every column that is asked of them. */
export interface OpencodeTables {
  readonly messages: readonly MessageTable[]
  readonly sessions: readonly SessionTable[]
  readonly parts: boolean
}

/** A table of OpenCode's with sessions; the one of OpenCode 2 comes last, and says what is true now. */
export type SessionTable = 'session' | 'session_v2'

const COLUMNS: Readonly<Record<MessageTable | SessionTable | 'part', readonly string[]>> = {
  message: ['id', 'session_id', 'time_created', 'time_updated', 'data'],
  session_message: ['id', 'session_id', 'type', 'seq', 'time_created', 'time_updated', 'data'],
  session: ['id', 'directory', 'parent_id', 'title', 'time_created'],
  session_v2: ['id', 'directory', 'parent_id', 'title', 'time_created'],
  part: ['id', 'message_id', 'session_id', 'data'],
}

/** Which of OpenCode's tables a database has. */
export function tablesOf(query: ForeignQuery): OpencodeTables {
  const found = new Map<string, Set<unknown>>()
  const columns = query(`SELECT t.name AS "table", c.name AS "column"
    FROM sqlite_master t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name IN ('message', 'session_message', 'session', 'session_v2', 'part')`)
  for (const { table, column } of columns) {
    found.set(String(table), (found.get(String(table)) ?? new Set()).add(column))
  }
  const has = (table: keyof typeof COLUMNS) => COLUMNS[table].every((column) => found.get(table)?.has(column))
  return {
    messages: (['message', 'session_message'] as const).filter(has),
    sessions: (['session', 'session_v2'] as const).filter(has),
    parts: has('part'),
  }
}

/** Where the reading of one session's rows in one table goes on. */
export interface TablePosition {
  /** Rows up to this rowid were seen. */
  readonly row: number
  /** Time of the newest change that was seen; null: none was. */
  readonly changedMs: number | null
  /** Ids of answers that were not finished when they were seen last. */
  readonly open: readonly string[]
}

/** The begin of a table. */
export const TABLE_START: TablePosition = { row: 0, changedMs: null, open: [] }

/** Who writes takes its time before it waits for the others, so that changes do not become visible in their order. */
const OVERLAP_MS = 10_000

/** An answer is written over while it streams and when it is tried again, not long after: older rows are not looked at. */
const MOST_WRITTEN = 200

/** What the table has of a session since a position: first what was written over, then at most `limit` new rows. */
export function* rowsSince(
  query: ForeignQuery,
  { table, both }: { readonly table: MessageTable; readonly both: boolean },
  session: string,
  position: TablePosition,
  limit: number,
): Iterable<ForeignRow> {
  const { row } = position
  const standing = both && table === 'message' ? NOT_IN_NEWER : '1'
  const select = selectFrom(table)
  if (row > 0) {
    const since = (position.changedMs ?? 0) - OVERLAP_MS
    const open = JSON.stringify(position.open)
    const newest = `SELECT rowid AS row, CAST(time_updated AS REAL) AS changedMs FROM ${table}
      WHERE session_id = :session ORDER BY time_created DESC, id DESC LIMIT ${MOST_WRITTEN}`
    const written = `SELECT row FROM (${newest}) WHERE changedMs >= :since
      UNION SELECT rowid FROM ${table} WHERE session_id = :session AND id IN (SELECT value FROM json_each(:open))`
    const where = `m.rowid IN (${written}) AND m.rowid <= :row AND ${standing}`
    yield* query(`${select} WHERE ${where} ORDER BY m.rowid`, { session, row, since, open })
  }
  // Of rows that were read the index alone is looked at; CASE keeps SQLite from looking them up in the newer table.
  const added = `SELECT m.rowid FROM ${table} m WHERE m.session_id = :session
    AND CASE WHEN m.rowid > :row THEN ${standing} END ORDER BY m.rowid LIMIT :limit`
  yield* query(`${select} WHERE m.rowid IN (${added}) ORDER BY m.rowid`, { session, row, limit })
}

/** Answers that OpenCode 2 took over keep their ids; its own table is the one that is still written. */
const NOT_IN_NEWER = `NOT EXISTS (SELECT 1 FROM session_message n WHERE n.id = m.id AND n.type = 'assistant'
  AND json_valid(n.data) AND json_type(n.data, '$.tokens') = 'object')`

/** `data` is NULL when it is no JSON; without what a message says and a service answered, which may be megabytes. */
function selectFrom(table: MessageTable): string {
  const type = table === 'session_message' ? 'CAST(m.type AS TEXT)' : 'NULL'
  return `SELECT m.rowid AS row, CAST(m.id AS TEXT) AS id, ${type} AS type,
    CAST(m.time_created AS REAL) AS createdMs, CAST(m.time_updated AS REAL) AS changedMs,
    CASE WHEN json_valid(m.data) THEN json_remove(m.data, '$.content', '$.summary',
      '$.error.data.responseBody', '$.error.data.responseHeaders', '$.error.data.metadata') END AS data
    FROM ${table} m`
}
