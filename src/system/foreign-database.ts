import { type BigIntStats, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

/** Why another program's database could not be read. `locked` and `missing` may pass; nobody mends the others by waiting. */
export type ForeignFault = 'missing' | 'locked' | 'damaged' | 'unreadable' | 'foreign'

/** Another program's database cannot be read (now). Returned, not thrown: the owner goes on, and so does the watchdog. */
export class ForeignTrouble extends Error {
  readonly fault: ForeignFault
  readonly path: string
  readonly hint: string
  constructor(fault: ForeignFault, path: string, why: string) {
    super(`${path} ${SAYS[fault]}${why && ` (${why})`}`)
    this.fault = fault
    this.path = path
    this.hint = HINTS[fault]
  }
}

/** A row by its columns. Integers beyond 2^53 make the query fail: cast such columns to REAL. */
export type ForeignRow = Readonly<Record<string, unknown>>

/** Asks with named parameters (`:name`). Rows come one at a time, so that a large answer needs little memory. */
export type ForeignQuery = (
  sql: string,
  parameters?: Readonly<Record<string, string | number>>,
) => Iterable<ForeignRow>

/** The owner holds its lock for a moment only; the tick has to go on. */
const LONGEST_WAIT_MS = 50

/** File times are this coarse at worst, so that a younger file may yet change without another time. */
const COARSEST_FILE_TIME_MS = 50

const SAYS: Readonly<Record<ForeignFault, string>> = {
  missing: 'is not there',
  locked: 'is locked by its owner',
  damaged: 'is damaged',
  unreadable: 'cannot be read',
  foreign: 'has other tables than are known',
}

const HINTS: Readonly<Record<ForeignFault, string>> = {
  missing: 'it is read as soon as it is there',
  locked: 'it is read again at the next look',
  damaged: "mend it with its owner's tools or put a copy back; what was read before stays counted",
  unreadable: 'let the user who runs agents read the file and its folder',
  foreign: 'this version of its owner is not known to agents: look for a newer version of agents',
}

/**
 * Reads a database that another program owns and may be writing to: what `read` makes of one unchanging state of it.
 * Nothing is written, and nothing is left beside the file: a database without a log (-wal) is read without its locks,
 * and anew with them when it changed meanwhile. Rows must be used inside of `read`.
 */
export function readForeign<T>(path: string, read: (query: ForeignQuery) => T): T | ForeignTrouble {
  const before = look(path)
  if (before === null) return new ForeignTrouble('missing', path, '')
  if (hasLog(path)) return attempt(path, path, read)
  const alone = pathToFileURL(path)
  alone.searchParams.set('immutable', '1')
  const result = attempt(path, alone, read)
  return look(path)?.files === before.files ? result : attempt(path, path, read)
}

/** Which file that is, so that a replaced one is known; null: there is none. */
export function foreignFile(path: string): string | null {
  const seen = stat(path)
  return seen ? `${seen.dev}:${seen.ino}` : null
}

/**
 * A text that changes whenever the database may have changed, from the times and sizes of its files alone; null: no
 * file. Of a file that was written just now it never stays the same: a second write could share the time of the first.
 */
export function foreignStamp(path: string): string | null {
  const seen = look(path)
  const isFresh = seen !== null && Date.now() - seen.changedMs < COARSEST_FILE_TIME_MS
  return isFresh ? `${seen.files} ${performance.now()}` : (seen?.files ?? null)
}

/** The times and sizes of a database and its log, and the newer of their times; null: no database. */
function look(path: string): { files: string; changedMs: number } | null {
  const main = stat(path)
  // SQLite would wait for the other end of a named pipe.
  if (!main || main.isFIFO()) return null
  const log = stat(`${path}-wal`)
  const texts = [main, log].map((seen) => seen && [seen.dev, seen.ino, seen.size, seen.mtimeNs].join(':'))
  return { files: texts.join(' '), changedMs: Math.max(Number(main.mtimeMs), Number(log?.mtimeMs ?? 0n)) }
}

function hasLog(path: string): boolean {
  return stat(`${path}-wal`) !== undefined || stat(`${path}-journal`) !== undefined
}

function stat(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined // a folder that may not be entered: what opens the file next says so
  }
}

function attempt<T>(path: string, at: string | URL, read: (query: ForeignQuery) => T): T | ForeignTrouble {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(at, { readOnly: true, timeout: LONGEST_WAIT_MS })
    database.exec('BEGIN')
    return read(queryOf(database))
  } catch (error) {
    return asTrouble(error, path)
  } finally {
    database?.close()
  }
}

function queryOf(database: DatabaseSync): ForeignQuery {
  return (sql, parameters = {}) => database.prepare(sql).iterate(parameters)
}

/** A failure of SQLite as a value; any other error is a fault of ours and thrown on. */
function asTrouble(error: unknown, path: string): ForeignTrouble {
  if (!(error instanceof Error && 'errcode' in error)) throw error
  return new ForeignTrouble(faultOf(Number(error.errcode)), path, error.message)
}

/** By SQLite's result codes (sqlite.org/rescode.html); the extended ones have the primary one in their last byte. */
function faultOf(code: number): ForeignFault {
  const [READ_ONLY_RECOVERY, READ_ONLY_ROLLBACK] = [264, 776]
  if (code === READ_ONLY_RECOVERY || code === READ_ONLY_ROLLBACK) return 'locked'
  const [ERROR, BUSY, LOCKED, CORRUPT, SCHEMA, NOT_A_DATABASE] = [1, 5, 6, 11, 17, 26]
  const primary = code & 0xff
  if (primary === BUSY || primary === LOCKED || primary === SCHEMA) return 'locked'
  if (primary === CORRUPT || primary === NOT_A_DATABASE) return 'damaged'
  return primary === ERROR ? 'foreign' : 'unreadable'
}
