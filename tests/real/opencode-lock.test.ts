import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readOpencodeDatabase } from '../../src/observe/read-opencode.ts'
import { pollUntil } from '../../src/system/poll.ts'
import { OpencodeFixture } from '../support/opencode-database.ts'

let fixture: OpencodeFixture
beforeEach(() => {
  fixture = new OpencodeFixture()
  fixture.say({ id: 'a', tokens: { input: 1 } })
})
afterEach(() => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL')
  fixture.remove()
})
const owners: ChildProcess[] = []

test('a database that its owner locked is told as locked at once, and read when it lets go', async () => {
  fixture.database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE')
  fixture.database.close()
  const owner = await holder("database.exec('BEGIN EXCLUSIVE; UPDATE message SET time_updated = 5')")
  const startedMs = performance.now()
  const locked = readOpencodeDatabase(fixture.source(), null)
  expect(performance.now() - startedMs).toBeLessThan(500)
  expect([locked.trouble?.fault, locked.uses]).toEqual(['locked', []])
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  let found = locked
  const isRead = () => {
    found = readOpencodeDatabase(fixture.source(), locked.position)
    return found.trouble === null
  }
  expect(await pollUntil(isRead, { deadlineMs: 5000 })).toBe(true)
  expect(found.uses.map(({ id }) => id)).toEqual(['a'])
})

test('while its owner is in the middle of a write, the database is read as it was before', async () => {
  await holder("database.exec('BEGIN IMMEDIATE; DELETE FROM message')")
  const { trouble, uses } = readOpencodeDatabase(fixture.source(), null)
  expect([trouble, uses.map(({ id }) => id)]).toEqual([null, ['a']])
})

test('reading does not keep its owner from writing', async () => {
  const owner = await holder(`setInterval(() => {
    database.exec('UPDATE message SET time_updated = time_updated + 1; PRAGMA wal_checkpoint(RESTART)')
    process.stdout.write('.')
  }, 1)`)
  for (let look = 0; look < 50; look += 1) {
    expect(readOpencodeDatabase(fixture.source(), null).trouble).toBeNull()
    const [written] = await once(owner.stdout, 'data')
    expect(String(written)).toMatch(/^\.+$/)
  }
})

/** Another process that has the database open and does something with it. */
async function holder(deed: string) {
  const code = `const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync(${JSON.stringify(fixture.path)})
    ${deed}
    process.stdout.write('ready')
    setInterval(() => {}, 1000)`
  const owner = spawn(process.execPath, ['--no-warnings', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  owners.push(owner)
  await once(owner.stdout, 'data')
  return owner
}
