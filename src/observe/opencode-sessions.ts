import { join } from 'node:path'
import type { Source } from '../model/source.ts'
import { changedMs, listFolder, readText } from '../system/files.ts'
import { type ForeignQuery, ForeignTrouble, foreignStamp, readForeign } from '../system/foreign-database.ts'
import { objectOf, textOf } from '../transcripts/fields.ts'
import { parseObject } from '../transcripts/opencode-json.ts'
import { timeOf } from '../transcripts/opencode-usage.ts'
import { tablesOf } from './opencode-tables.ts'

/** A session of OpenCode, and where it is read. */
export interface OpencodeSession {
  readonly id: string
  /** The folder that it works in, as OpenCode was given it. */
  readonly directory: string
  /** The session whose sub-agent it is; null: of none. */
  readonly parent: string | null
  /** Wall time, ms. */
  readonly createdMs: number
  readonly title: string
  readonly source: Extract<Source, { session: string }>
}

/** `opencode.db`, and that of each channel. */
const DATABASE = /^opencode(-[\w.-]+)?\.db$/

/** What a place held when it looked like that. */
interface Place {
  readonly stamp: string
  readonly sessions: readonly OpencodeSession[]
}

/** Lists sessions of OpenCode, and remembers them: a place that did not change costs a few stats. */
export class OpencodeSessions {
  readonly #places = new Map<string, Place>()
  readonly #troubles = new Map<string, ForeignTrouble>()

  /** What could not be read at the last look; its sessions are those of the look before. */
  get troubles(): readonly ForeignTrouble[] {
    return [...this.#troubles.values()]
  }

  /**
   * Every session of a data folder (`$XDG_DATA_HOME/opencode`): of its databases, and of the JSON files of OpenCode
   * before 1.2 where no database has it. Never throws.
   */
  list(dataFolder: string): OpencodeSession[] {
    const names = this.#listed(dataFolder).filter((name) => DATABASE.test(name))
    const places = names.map((name) => this.listDatabase(join(dataFolder, name)))
    return uniqueSessions([this.#listFiles(join(dataFolder, 'storage')), ...places].flat())
  }

  /** Every session of one database, wherever it is (`OPENCODE_DB`). Never throws. */
  listDatabase(path: string): readonly OpencodeSession[] {
    return this.#at(path, foreignStamp(path) ?? '', () =>
      readForeign(path, (query) => readSessions(query, path)),
    )
  }

  #listFiles(storage: string): readonly OpencodeSession[] {
    const root = join(storage, 'session')
    const folders = this.#listed(root).map((name) => join(root, name))
    return folders.flatMap((folder) =>
      this.#at(folder, String(changedMs(folder)), () =>
        this.#listed(folder).flatMap((name) => this.#file(storage, join(folder, name))),
      ),
    )
  }

  #at(
    path: string,
    stamp: string,
    read: () => readonly OpencodeSession[] | ForeignTrouble,
  ): readonly OpencodeSession[] {
    const before = this.#places.get(path)
    if (before?.stamp === stamp) return before.sessions
    this.#troubles.delete(path)
    const sessions = read()
    if (sessions instanceof ForeignTrouble) {
      this.#troubles.set(path, sessions)
      return before?.sessions ?? []
    }
    this.#places.set(path, { stamp, sessions })
    return sessions
  }

  #listed(folder: string): readonly string[] {
    return this.#attempt(folder, () => listFolder(folder))
  }

  #file(storage: string, path: string): readonly OpencodeSession[] {
    return this.#attempt(path, () => readSessionFile(storage, path))
  }

  /** A folder that may not be entered, or a file that may not be read, is a trouble, not an end. */
  #attempt<T>(path: string, read: () => readonly T[]): readonly T[] {
    try {
      const found = read()
      this.#troubles.delete(path)
      return found
    } catch (error) {
      this.#troubles.set(path, new ForeignTrouble('unreadable', path, String(error)))
      return []
    }
  }
}

/** Of each id the last one. */
function uniqueSessions(sessions: readonly OpencodeSession[]): OpencodeSession[] {
  return [...new Map(sessions.map((session) => [session.id, session])).values()]
}

function readSessions(query: ForeignQuery, path: string): OpencodeSession[] | ForeignTrouble {
  const { sessions } = tablesOf(query)
  if (sessions.length === 0) return new ForeignTrouble('foreign', path, 'no table of sessions')
  return uniqueSessions(
    sessions.flatMap((table) => [...sessionRows(query, table)].map((row) => sessionOf(row, path))),
  )
}

function sessionRows(query: ForeignQuery, table: string) {
  return query(`SELECT CAST(id AS TEXT) AS id, CAST(directory AS TEXT) AS directory, CAST(parent_id AS TEXT) AS parent,
    CAST(title AS TEXT) AS title, CAST(time_created AS REAL) AS createdMs FROM ${table}`)
}

function sessionOf(row: Readonly<Record<string, unknown>>, path: string): OpencodeSession {
  const id = textOf(row.id)
  return {
    ...{ id, directory: textOf(row.directory), parent: textOf(row.parent) || null },
    ...{ createdMs: Number(row.createdMs), title: textOf(row.title) },
    source: { kind: 'opencode-database', path, session: id },
  }
}

function readSessionFile(storage: string, path: string): OpencodeSession[] {
  const text = path.endsWith('.json') ? readText(path) : null
  const data = text && parseObject(text)
  if (!data || !textOf(data.id)) return []
  const id = textOf(data.id)
  return [
    {
      ...{ id, directory: textOf(data.directory), parent: textOf(data.parentID) || null },
      ...{ createdMs: timeOf(objectOf(data.time).created) ?? 0, title: textOf(data.title) },
      source: { kind: 'opencode-files', path: storage, session: id },
    },
  ]
}
