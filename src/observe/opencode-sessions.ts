import { join } from 'node:path'
import { listFolder, readText } from '../system/files.ts'
import { type ForeignQuery, type ForeignRow, ForeignTrouble } from '../system/foreign-database.ts'
import { foreignStamp, readForeign } from '../system/foreign-database.ts'
import { objectOf, textOf } from '../transcripts/fields.ts'
import { parseObject } from '../transcripts/opencode-json.ts'
import { timeOf } from '../transcripts/opencode-usage.ts'
import type { Source } from '../model/source.ts'
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

/** The sessions of a data folder. */
export interface OpencodeSessions {
  readonly sessions: readonly OpencodeSession[]
  /** Databases that could not be read; their sessions are those of the look before. */
  readonly troubles: readonly ForeignTrouble[]
  /** How each place looked, for the next look. */
  readonly places: ReadonlyMap<string, Place>
}

interface Place {
  readonly stamp: string
  readonly sessions: readonly OpencodeSession[]
}

/** `opencode.db`, and that of each channel. */
const DATABASE = /^opencode(-[\w.-]+)?\.db$/

/**
 * The sessions of a data folder (`$XDG_DATA_HOME/opencode`): of its databases, and of the JSON files of OpenCode before
 * 1.2 where no database has them. Given the look before, only what changed is read again: a stat or two when nothing did.
 */
export function opencodeSessions(dataFolder: string, before?: OpencodeSessions): OpencodeSessions {
  const databases = listFolder(dataFolder).filter((name) => DATABASE.test(name))
  return gather([
    ...databases.map((name) => readPlace(join(dataFolder, name), before, databaseSessions)),
    readPlace(join(dataFolder, 'storage'), before, fileSessions),
  ])
}

/** The sessions of one database, wherever it is (`OPENCODE_DB`). */
export function opencodeSessionsOf(path: string, before?: OpencodeSessions): OpencodeSessions {
  return gather([readPlace(path, before, databaseSessions)])
}
