import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import type { Position } from '../../../src/model/source.ts'
import { totalOf } from '../../../src/model/tokens.ts'
import type { Use } from '../../../src/model/use.ts'
import { readOpencodeDatabase, readOpencodeSessions } from '../../../src/observe/read-opencode.ts'
import { pause } from '../../../src/system/poll.ts'
import { OpencodeFixture, SESSION } from '../../support/opencode-database.ts'

const fixtures: OpencodeFixture[] = []
afterEach(() => {
  for (const fixture of fixtures.splice(0)) fixture.remove()
})

test('what opencode 1.18.33 wrote is counted to the token, sub-agents and forks apart', () => {
  const fixture = opened({ rows: true })
  expect(totals(fixture, 'ses_e0373a82effeMvJCrfJ1RD1BSs')).toEqual([1100, 1100])
  expect(totals(fixture, 'ses_e037383ffffeGeuZomMHi0ylF2')).toEqual([2060, 2530])
  expect(totals(fixture, 'ses_e03737e70ffe2VAFpzz3yrg5sR')).toEqual([1100])
  // The fork holds the first session's answer too.
  expect(totals(fixture, 'ses_e036ff297ffeX3ij6qBVJPAoTw')).toEqual([1100])
  expect(totals(fixture, 'ses_e036fdc4cffeOmXVBYlb0Cvsch')).toEqual([0])
})

test('an answer that is written over counts by its last state, at the time when it began', () => {
  const fixture = opened()
  const count = counter(fixture)
  fixture.say({ id: 'a', tokens: { input: 0, output: 0 }, created: 1000 })
  expect(count()).toBe(0)
  for (const output of [5, 50, 40]) {
    fixture.say({ id: 'a', tokens: { input: 10, output }, created: 1000, changed: 2000 + output })
    expect(count()).toBe(10 + output)
  }
})

test('a look at a database that nobody wrote to brings nothing', async () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 }, completed: 2000 })
  await settled()
  const first = readOpencodeDatabase(fixture.source(), null)
  const again = readOpencodeDatabase(fixture.source(), first.position)
  expect([first.uses.length, again.uses.length, again.position]).toEqual([1, 0, first.position])
})

test('a file written a moment ago is looked at again: another write may share its time', () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 } })
  const { position } = readOpencodeDatabase(fixture.source(), null)
  expect(readOpencodeDatabase(fixture.source(), position).uses).toHaveLength(1)
})

test('old answers are not read again when a new one comes', () => {
  const fixture = opened()
  for (let at = 1; at <= 50; at += 1) {
    fixture.say({ id: `a${at}`, tokens: { input: 1 }, created: at * 60_000, completed: at * 60_000 })
  }
  const { position } = readOpencodeDatabase(fixture.source(), null)
  fixture.say({ id: 'new', tokens: { input: 1 }, created: 51 * 60_000 })
  expect(readOpencodeDatabase(fixture.source(), position).uses.map(({ id }) => id)).toEqual(['a50', 'new'])
})

test('a change that waited for the lock of another one is seen, though it is older', () => {
  const fixture = opened()
  const count = counter(fixture)
  fixture.say({ id: 'a', tokens: { input: 1 }, created: 1000, completed: 1000 })
  fixture.say({ id: 'b', tokens: { input: 2 }, created: 9000, completed: 9000 })
  count()
  fixture.say({ id: 'a', tokens: { input: 4 }, created: 1000, completed: 1000, changed: 8000 })
  expect(count()).toBe(6)
})

test('an answer that is finished under a clock set back, or hours later, is seen', () => {
  const fixture = opened()
  const count = counter(fixture)
  fixture.say({ id: 'a', tokens: { input: 0 }, created: 9_000_000 })
  fixture.say({ id: 'b', tokens: { input: 7 }, created: 99_000_000, completed: 99_000_000 })
  count()
  fixture.say({ id: 'a', tokens: { input: 3 }, created: 9_000_000, completed: 1, changed: 1 })
  expect(count()).toBe(10)
})

test('the sessions of one database are counted apart, and read with one opening', () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 } }, 'one')
  fixture.say({ id: 'b', tokens: { input: 2 } }, 'two')
  const wanted = ['two', 'one', 'none'].map((session) => ({ session, position: null }))
  const reads = readOpencodeSessions(fixture.path, wanted)
  expect(reads.map(({ uses }) => uses.map(({ id }) => id))).toEqual([['b'], ['a'], []])
})

test('an answer that was undone or whose session was deleted stays counted, and new ones are seen', () => {
  const fixture = opened()
  const count = counter(fixture)
  fixture.say({ id: 'a', tokens: { input: 1 }, completed: 1 })
  fixture.say({ id: 'b', tokens: { input: 2 }, completed: 1 })
  count()
  fixture.database.exec("DELETE FROM message WHERE id = 'b'")
  expect(count()).toBe(3)
  // SQLite gives the rowid of the deleted row to the next one.
  fixture.say({ id: 'c', tokens: { input: 4 }, created: 2000 })
  expect(count()).toBe(7)
  fixture.database.exec('DELETE FROM message')
  expect(count()).toBe(7)
})

test('a message that OpenCode 2 took over counts once, as it stands there', () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 } })
  fixture.say({ id: 'b', tokens: { input: 2 } })
  fixture.say({ id: 'c', tokens: { input: 4 } })
  fixture.sayAnew({ id: 'a', tokens: { input: 8 } })
  fixture.sayAnew({ id: 'b' })
  fixture.sayAnew({ id: 'd', tokens: { input: 16 } })
  fixture.sayAnew({ id: 'e', tokens: { input: 32 }, type: 'user' })
  fixture.say({ id: 'f', tokens: { input: 64 } })
  fixture.database.exec("INSERT INTO session_message VALUES ('f', 'ses_one', 'assistant', 9, 1, 1, '{')")
  const { uses } = readOpencodeDatabase(fixture.source(), null)
  expect(byId(uses)).toEqual({ a: 8, b: 2, c: 4, d: 16, f: 64 })
  expect(uses.find(({ id }) => id === 'a')?.model).toBe('m2')
})

test('what OpenCode 2 takes over later is not counted again', () => {
  const fixture = opened()
  const count = counter(fixture)
  fixture.say({ id: 'a', tokens: { input: 5 } })
  count()
  fixture.sayAnew({ id: 'a', tokens: { input: 5 } })
  fixture.sayAnew({ id: 'b', tokens: { input: 6 }, created: 2000 })
  expect(count()).toBe(11)
  fixture.say({ id: 'c', tokens: { input: 7 }, created: 3000 })
  expect(count()).toBe(18)
})

test('a database of OpenCode 2 alone is read', () => {
  const fixture = opened()
  fixture.database.exec('DROP TABLE message')
  fixture.sayAnew({ id: 'a', tokens: { input: 5 } })
  expect(counter(fixture)()).toBe(5)
})

test('a row that is no JSON object is told as bad, once, and the others count', () => {
  const fixture = opened()
  fixture.row('bad', '{"role":"assist', 1000)
  fixture.row('list', '[1]', 1000)
  fixture.say({ id: 'a', tokens: { input: 1 }, created: 1000 })
  const first = readOpencodeDatabase(fixture.source(), null)
  expect([first.bad, byId(first.uses)]).toEqual([2, { a: 1 }])
  fixture.say({ id: 'b', tokens: { input: 1 }, created: 1000 })
  expect(readOpencodeDatabase(fixture.source(), first.position).bad).toBe(0)
})

test('columns of any kind are read: huge numbers, texts, nothing', () => {
  const fixture = opened()
  const data = JSON.stringify({ role: 'assistant', tokens: { input: 3 } })
  const insert = fixture.database.prepare(
    'INSERT INTO message (id, session_id, time_created, time_updated, data) VALUES (?, ?, ?, ?, ?)',
  )
  insert.run('huge', SESSION, 2n ** 62n, 2n ** 62n, data)
  insert.run('text', SESSION, 'soon', 'later', data)
  insert.run('blob', SESSION, 1, 1, Buffer.from(data))
  const { uses, trouble } = readOpencodeDatabase(fixture.source(), null)
  expect([trouble, byId(uses)]).toEqual([null, { huge: 3, text: 3, blob: 3 }])
  // A time that no calendar has is none: nobody could book or show it.
  expect(Object.fromEntries(uses.map(({ id, atMs }) => [id, atMs]))).toEqual({
    huge: null,
    text: null,
    blob: 1,
  })
})

test('a long session is read in pieces, and nothing that changes meanwhile is lost', async () => {
  const fixture = opened()
  for (let at = 1; at <= 25; at += 1) fixture.say({ id: `a${at}`, tokens: { input: 1 }, completed: 1 })
  for (let at = 1; at <= 25; at += 1) fixture.sayAnew({ id: `b${at}`, tokens: { input: 1 }, completed: 1 })
  await settled()
  const count = counter(fixture, 10)
  const sums = [count(), count()]
  fixture.say({ id: 'a1', tokens: { input: 100 }, changed: 5000 })
  sums.push(count(), count())
  expect(sums).toEqual([20, 40, 149, 149])
})

test('rows that OpenCode 2 took over do not hold up the others', () => {
  const fixture = opened()
  for (let at = 1; at <= 30; at += 1) {
    fixture.say({ id: `a${at}`, tokens: { input: 1 } })
    fixture.sayAnew({ id: `a${at}`, tokens: { input: 1 } })
  }
  fixture.say({ id: 'last', tokens: { input: 1 } })
  const count = counter(fixture, 10)
  for (let look = 0; look < 4; look += 1) count()
  expect(count()).toBe(31)
})

test('a file that is missing, empty, damaged or of another program says so and keeps the position', () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 } })
  const { position } = readOpencodeDatabase(fixture.source(), null)
  const other = (name: string) => ({ ...fixture.source(), path: join(fixture.folder, name) })
  writeFileSync(other('empty').path, '')
  writeFileSync(other('text').path, 'no database at all, but long enough for a header of one. '.repeat(20))
  fixture.database.exec(`VACUUM INTO '${other('cut').path}'`)
  truncateSync(other('cut').path, 20_000)
  new DatabaseSync(other('foreign').path).exec('CREATE TABLE message (id, text)')
  const faults = ['none', 'empty', 'text', 'cut', 'foreign', '.'].map((name) => {
    const read = readOpencodeDatabase(other(name), position)
    expect([read.uses, read.position, read.more]).toEqual([[], position, false])
    expect(read.trouble?.hint).toMatch(/\w/)
    return read.trouble?.fault
  })
  expect(faults).toEqual(['missing', 'foreign', 'damaged', 'damaged', 'foreign', 'unreadable'])
})

test('another file under the same name is read from its start', () => {
  const [fixture, other] = [opened(), opened()]
  fixture.say({ id: 'a', tokens: { input: 1 }, created: 99_000_000, completed: 99_000_000 })
  other.say({ id: 'b', tokens: { input: 2 } })
  const { position } = readOpencodeDatabase(fixture.source(), null)
  for (const end of ['', '-wal', '-shm']) rmSync(fixture.path + end)
  other.database.exec(`VACUUM INTO '${fixture.path}'`)
  expect(byId(readOpencodeDatabase(fixture.source(), position).uses)).toEqual({ b: 2 })
})

test('a database that nobody has open is read without a trace', () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 } })
  fixture.database.close()
  expect(readdirSync(fixture.folder)).toEqual(['opencode.db'])
  const before = readFileSync(fixture.path)
  expect(counter(fixture)()).toBe(1)
  expect(readdirSync(fixture.folder)).toEqual(['opencode.db'])
  expect(readFileSync(fixture.path).equals(before)).toBe(true)
})

test('the log that a killed writer left is read', () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 } })
  const left = join(fixture.folder, 'left.db')
  for (const end of ['', '-wal']) copyFileSync(fixture.path + end, left + end)
  expect(existsSync(`${left}-shm`)).toBe(false)
  const read = readOpencodeDatabase({ ...fixture.source(), path: left }, null)
  expect([read.trouble, byId(read.uses)]).toEqual([null, { a: 1 }])
})

test('a position that is none of ours begins anew', () => {
  const fixture = opened()
  fixture.say({ id: 'a', tokens: { input: 1 } })
  for (const position of [{}, { file: 7 }, { tables: null }] as Position[]) {
    expect(readOpencodeDatabase(fixture.source(), position).uses).toHaveLength(1)
  }
})

function opened(options: { rows?: boolean } = {}): OpencodeFixture {
  const fixture = new OpencodeFixture(options)
  fixtures.push(fixture)
  return fixture
}

/** Lets the file become old enough that its time tells whether it was written to. */
function settled(): Promise<void> {
  return pause(60)
}

function totals(fixture: OpencodeFixture, session: string): number[] {
  return readOpencodeDatabase(fixture.source(session), null).uses.map(({ tokens }) => totalOf(tokens))
}

/** Looks once more, and returns the sum of all looks with each id counted by its last state. */
function counter(fixture: OpencodeFixture, limit?: number): () => number {
  let position: Position | null = null
  const standing = new Map<string, number>()
  return () => {
    const read = readOpencodeDatabase(fixture.source(), position, limit)
    position = JSON.parse(JSON.stringify(read.position))
    for (const { id, tokens } of read.uses) standing.set(id, totalOf(tokens))
    return [...standing.values()].reduce((sum, total) => sum + total, 0)
  }
}

function byId(uses: readonly Use[]): Record<string, number> {
  return Object.fromEntries(uses.map(({ id, tokens }) => [id, totalOf(tokens)]))
}
