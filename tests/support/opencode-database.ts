import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Source } from '../../src/model/source.ts'

const DUMP = new URL('../fixtures/transcripts/opencode/1.18.33.sql', import.meta.url)

/** What OpenCode 2 adds, as people show it in public: no 2.x could be installed. */
const SECOND = `CREATE TABLE session_v2 (id text PRIMARY KEY, project_id text NOT NULL, parent_id text, fork_session_id text,
  slug text NOT NULL, directory text NOT NULL, title text, version text NOT NULL, time_created integer NOT NULL,
  time_updated integer NOT NULL)`

/** What a message holds, as far as it is counted. */
export interface Said {
  readonly id: string
  readonly tokens?: unknown
  readonly role?: string
  readonly created?: number
  readonly completed?: number
  /** `time_updated` of the row. */
  readonly changed?: number
}

export const SESSION = 'ses_one'

/** A data folder with a database that is written as OpenCode does: with a log, and open as long as `end` was not called. */
export class OpencodeFixture {
  readonly folder = mkdtempSync(join(tmpdir(), 'agents-opencode-'))
  readonly path: string
  readonly database: DatabaseSync

  /** `rows`: with the sessions of the dump, not its tables alone. */
  constructor({ rows = false, name = 'opencode.db' } = {}) {
    this.path = join(this.folder, name)
    this.database = new DatabaseSync(this.path, { enableForeignKeyConstraints: false })
    this.database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF')
    const dump = readFileSync(DUMP, 'utf8')
    const isWanted = (line: string) => rows || !line.startsWith('INSERT')
    this.database.exec(`BEGIN;\n${dump.split('\n').filter(isWanted).join('\n')}\nCOMMIT`)
  }

  source(session = SESSION): Extract<Source, { kind: 'opencode-database' }> {
    return { kind: 'opencode-database', path: this.path, session }
  }

  session(
    id: string,
    {
      parent,
      directory = '/home/me/project',
      table = 'session',
    }: { parent?: string; directory?: string; table?: string } = {},
  ): void {
    if (table === 'session_v2') this.database.exec(SECOND)
    const sql = `INSERT INTO ${table} (id, project_id, parent_id, slug, directory, title, version, time_created, time_updated)
      VALUES (?, 'global', ?, 'slug', ?, 'A title', '1', 1000, 1000)`
    this.database.prepare(sql).run(id, parent ?? null, directory)
  }

  /** Writes a message of OpenCode 1, or writes it over. */
  say(said: Said, session = SESSION): void {
    const { id, tokens, role = 'assistant', created = 1000, completed, changed = created } = said
    const data = JSON.stringify({
      role,
      modelID: 'm1',
      providerID: 'p',
      tokens,
      time: { created, completed },
    })
    this.row(id, data, created, changed, session)
  }

  /** The same with any data. */
  row(id: string, data: string, created = 1000, changed = created, session = SESSION): void {
    const sql = `INSERT INTO message (id, session_id, time_created, time_updated, data) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET data = excluded.data, time_updated = excluded.time_updated`
    this.database.prepare(sql).run(id, session, created, changed, data)
  }

  /** Writes a message of OpenCode 2. */
  sayAnew(said: Said & { type?: string; data?: object }, session = SESSION): void {
    const { id, tokens, type = 'assistant', created = 1000, completed, changed = created } = said
    const time = { created, completed }
    const data = JSON.stringify({
      tokens,
      model: { id: 'm2', providerID: 'p' },
      time,
      content: [],
      ...said.data,
    })
    const sql = `INSERT INTO session_message (id, session_id, type, seq, time_created, time_updated, data)
      VALUES (?, ?, ?, (SELECT count(*) FROM session_message), ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET data = excluded.data, time_updated = excluded.time_updated`
    this.database.prepare(sql).run(id, session, type, created, changed, data)
  }

  remove(): void {
    if (this.database.isOpen) this.database.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
