import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OpencodeSessions } from '../../../src/observe/opencode-sessions.ts'
import { OpencodeFixture } from '../../support/opencode-database.ts'

const OLDER = new URL('../../fixtures/transcripts/opencode/files', import.meta.url).pathname

let fixture: OpencodeFixture
beforeEach(() => {
  fixture = new OpencodeFixture()
})
afterEach(() => fixture.remove())

test('each session is told with its folder, its start and whose sub-agent it is', () => {
  fixture.session('ses_1')
  fixture.session('ses_2', { parent: 'ses_1', directory: '/home/me/other' })
  expect(new OpencodeSessions().list(fixture.folder)).toEqual([
    {
      ...{ id: 'ses_1', directory: '/home/me/project', parent: null, createdMs: 1000, title: 'A title' },
      source: { kind: 'opencode-database', path: fixture.path, session: 'ses_1' },
    },
    {
      ...{ id: 'ses_2', directory: '/home/me/other', parent: 'ses_1', createdMs: 1000, title: 'A title' },
      source: { kind: 'opencode-database', path: fixture.path, session: 'ses_2' },
    },
  ])
})

test('a session that OpenCode 2 took over is listed once, as it is there', () => {
  fixture.session('ses_1', { directory: '/before' })
  fixture.session('ses_1', { directory: '/now', table: 'session_v2' })
  expect(directories(new OpencodeSessions())).toEqual({ ses_1: '/now' })
})

test('the databases of other channels count, copies of a database do not', () => {
  const channel = new OpencodeFixture({ name: 'opencode-beta.db' })
  channel.session('ses_beta')
  channel.database.exec(`VACUUM INTO '${join(fixture.folder, 'opencode-beta.db')}'`)
  channel.database.exec(`VACUUM INTO '${join(fixture.folder, 'opencode.db.bak')}'`)
  channel.database.exec(`VACUUM INTO '${join(fixture.folder, 'my-opencode.db')}'`)
  channel.remove()
  fixture.session('ses_1')
  expect(Object.keys(directories(new OpencodeSessions())).sort()).toEqual(['ses_1', 'ses_beta'])
})

test('sessions in files of OpenCode before 1.2 are listed, unless a database has them', () => {
  cpSync(OLDER, fixture.folder, { recursive: true })
  const sessions = new OpencodeSessions()
  const id = 'ses_e03739a77ffe7DNQ0PnXy8h6qb'
  const kinds = () => sessions.list(fixture.folder).map(({ source }) => source.kind)
  expect([directories(sessions), kinds()]).toEqual([{ [id]: '/home/me/project' }, ['opencode-files']])
  fixture.session(id)
  expect(kinds()).toEqual(['opencode-database'])
})

test('a new session is listed at the next look', () => {
  const sessions = new OpencodeSessions()
  fixture.session('ses_1')
  expect(Object.keys(directories(sessions))).toEqual(['ses_1'])
  fixture.session('ses_2')
  expect(Object.keys(directories(sessions))).toEqual(['ses_1', 'ses_2'])
})

test('while a database cannot be read its sessions are those of the look before, and the trouble is told', () => {
  const sessions = new OpencodeSessions()
  fixture.session('ses_1')
  directories(sessions)
  fixture.database.close()
  writeFileSync(fixture.path, 'damaged '.repeat(200))
  expect(Object.keys(directories(sessions))).toEqual(['ses_1'])
  expect(sessions.troubles.map(({ fault, path }) => [fault, path])).toEqual([['damaged', fixture.path]])
})

test('a folder that is not there holds no session', () => {
  const sessions = new OpencodeSessions()
  expect([sessions.list(join(fixture.folder, 'none')), sessions.troubles]).toEqual([[], []])
})

function directories(sessions: OpencodeSessions): Record<string, string> {
  return Object.fromEntries(sessions.list(fixture.folder).map(({ id, directory }) => [id, directory]))
}
