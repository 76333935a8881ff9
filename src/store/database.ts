import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { exists, touchPrivate } from '../system/files.ts'
import { FILE_ANSWERS_OF_LAYOUT_2, LEDGER_TABLES } from './ledger-tables.ts'

/** Layout of the tables; a file with a higher number is from a newer version of this program. */
const LAYOUT = 3
/** 16 MB: each checkpoint waits for the disk, and a backlog of transcripts fills SQLite's own 4 MB every second. */
const CHECKPOINT_PAGES = 4_000

/** state.db cannot be used. The hint names the mend; nothing is ever started over in silence. */
export class StoreTrouble extends Error {
  readonly hint: string
  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

/** Opens the record for its one writer, and makes it when there is none. Throws StoreTrouble. */
export function openForWriting(path: string): DatabaseSync {
  const isThere = exists(path)
  // SQLite's own files beside it take over the mode.
  touchPrivate(path)
  const database = open(path, false)
  try {
    // The timeout first: after a crash a reader may be in the middle of the recovery.
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    database.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    const found = checkLayout(database, path)
    if (found === 0 && isThere) refuseEmptied(path)
    if (found < LAYOUT) makeTables(database, found)
  } catch (error) {
    database.close()
    throw asTrouble(error, path)
  }
  return database
}

/** All tables as this version has them, out of those of layout `found` (0: there are none). */
function makeTables(database: DatabaseSync, found: number): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, target TEXT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS events_by_target ON events (target, seq);
    CREATE TABLE IF NOT EXISTS snapshot (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, shape INTEGER NOT NULL, body TEXT NOT NULL);
    ${found === 2 ? FILE_ANSWERS_OF_LAYOUT_2 : ''}
    ${LEDGER_TABLES}
    PRAGMA user_version = ${LAYOUT};
    COMMIT;
  `)
}

/** Opens the record for reading beside the writer; null when there is none yet. Throws StoreTrouble. */
export function openForReading(path: string): DatabaseSync | null {
  if (!exists(path)) return null
  const database = open(path, true)
  try {
    database.exec('PRAGMA busy_timeout = 5000')
    if (checkLayout(database, path) > 0) return database
  } catch (error) {
    database.close()
    throw asTrouble(error, path)
  }
  // Its writer is just making it.
  database.close()
  return null
}

/** Holds the exclusive lock of a database file and returns the way to let go; null: another process holds it. */
export function holdLock(path: string): (() => void) | null {
  touchPrivate(path)
  const database = new DatabaseSync(path)
  try {
    // A command that only asks whether it is held holds it for a moment.
    database.exec('PRAGMA busy_timeout = 200; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Error && /locked|busy/i.test(error.message)) return null
    throw error
  }
  return () => database.close()
}

function open(path: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly })
  } catch (error) {
    throw asTrouble(error, path)
  }
}

/** The layout that stands in the file; 0: no table was made yet. */
function checkLayout(database: DatabaseSync, path: string): number {
  const found = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  if (found > LAYOUT) {
    throw new StoreTrouble(
      `${path} was written by a newer version of agents (layout ${found}, this one knows ${LAYOUT})`,
      'install that version again; nothing was changed',
    )
  }
  return found
}

/** An empty file is a new record, unless a watchdog was here before: then the record was lost, and nobody starts over in silence. */
function refuseEmptied(path: string): void {
  if (!exists(join(dirname(path), 'watchdog.json'))) return
  throw new StoreTrouble(
    `${path} is empty, though this team ran before`,
    `put a copy back, or remove it to begin a new record: rm '${path}'`,
  )
}

/** A failure of the record as StoreTrouble where it means damage: of the file, or of the JSON inside. */
export function asTrouble(error: unknown, path: string): Error {
  if (error instanceof StoreTrouble || !(error instanceof Error)) return error as Error
  const isDamage =
    error instanceof SyntaxError || /malformed|not a database|corrupt|disk image/.test(error.message)
  if (!isDamage) return error
  return new StoreTrouble(
    `${path} is damaged (${error.message})`,
    `put a copy back, or move it away to begin a new record: mv '${path}' '${path}.damaged'`,
  )
}
