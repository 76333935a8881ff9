import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Entry } from '../../../src/model/event.ts'
import { emptyMemory, newMember } from '../../../src/model/memory.ts'
import { openForReading, openForWriting, StoreTrouble } from '../../../src/store/database.ts'
import { readEvents, readMemory, TeamRecord } from '../../../src/store/record.ts'
import { NOON_MS } from '../../support/situation.ts'

let folder = ''
let path = ''
const opened: DatabaseSync[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-record-'))
  path = join(folder, 'state.db')
})
afterEach(() => {
  for (const database of opened.splice(0)) if (database.isOpen) database.close()
  rmSync(folder, { recursive: true })
})

function open(): { database: DatabaseSync; record: TeamRecord } {
  const database = openForWriting(path)
  opened.push(database)
  return { database, record: new TeamRecord(database) }
}

const ready = (member: string): Entry => ({ type: 'fact', fact: { what: 'ready', member } })
const big = (size: number): Entry => ({
  type: 'fact',
  fact: { what: 'troubles', troubles: ['x'.repeat(size)] },
})

describe('what is appended', () => {
  test('is numbered, folded, and there again after a crash', () => {
    const { record } = open()
    const events = record.append(NOON_MS, [ready('builder'), ready('desk')])
    expect(events.map(({ seq, atMs }) => [seq, atMs])).toEqual([
      [1, NOON_MS],
      [2, NOON_MS],
    ])
    const again = open()
    expect(again.record.memory).toStrictEqual(record.memory)
    expect(again.record.append(NOON_MS, [ready('x')])[0]?.seq).toBe(3)
  })

  test('is there after a close, from the snapshot', () => {
    const { record } = open()
    record.append(NOON_MS, [ready('builder')])
    record.close(NOON_MS)
    expect(open().record.memory).toStrictEqual(record.memory)
  })

  test('is told apart by whom it is about and since when', () => {
    const { database, record } = open()
    record.append(NOON_MS, [ready('builder'), big(1)])
    record.append(NOON_MS + 5, [ready('builder')])
    expect([...readEvents(database, { target: 'builder' })].map((one) => one.seq)).toEqual([1, 3])
    expect([...readEvents(database, { sinceMs: NOON_MS + 1 })].map((one) => one.seq)).toEqual([3])
    expect([...readEvents(database, { afterSeq: 1, target: 'team' })].map((one) => one.seq)).toEqual([2])
  })

  test('can be read by others meanwhile', () => {
    const { record } = open()
    record.append(NOON_MS, [ready('builder')])
    const reader = openForReading(path)
    opened.push(reader!)
    expect(readMemory(reader!).memory).toStrictEqual(record.memory)
  })
})

describe('snapshots', () => {
  test('one of another shape is left aside: memory is folded anew', () => {
    const { database, record } = open()
    record.append(NOON_MS, [ready('builder')])
    record.snapshot(NOON_MS)
    database.exec(`UPDATE snapshot SET shape = 999, body = '{"seq": 1, "from": "another version"}'`)
    expect(open().record.memory).toStrictEqual(record.memory)
  })

  test('one of the shape before this one is carried over when its first events are gone', () => {
    const { database, record } = open()
    const later = NOON_MS + 31 * 86_400_000
    record.append(NOON_MS, [ready('builder')])
    record.append(later, [ready('desk')])
    record.snapshot(later)
    const { stretches: _s, nextWindow: _n, ...rest } = record.memory
    const { runs: _r, sinceMs: _m, ...builder } = newMember('builder')
    const {
      announced: _a,
      announceFailedMs: _f,
      ...phase
    } = { ...rest.phase, current: 'polish', sinceMs: NOON_MS }
    const members = { builder: { ...builder, run: 'running', session: 's', startedMs: NOON_MS + 5 } }
    const old = JSON.stringify({ ...rest, phase, members })
    database.prepare('UPDATE snapshot SET shape = 1, body = ?').run(old)
    const { memory } = open().record
    expect([memory.seq, memory.phase.current, memory.phase.announced]).toEqual([2, 'polish', false])
    expect(memory.members.builder?.runs).toEqual([{ session: 's', startedMs: NOON_MS + 5, endedMs: null }])
    expect(memory.members.builder?.sinceMs).toBe(NOON_MS + 5)
    expect(memory.stretches).toMatchObject([{ phase: 'polish', startedMs: NOON_MS, endedMs: null }])
  })

  test('one is made after a thousand events', () => {
    const { database, record } = open()
    record.append(
      NOON_MS,
      Array.from({ length: 1001 }, () => ready('builder')),
    )
    expect(database.prepare('SELECT seq FROM snapshot').get()?.seq).toBe(1001)
  })

  test('events older than a month go, and memory stays', () => {
    const { database, record } = open()
    record.append(NOON_MS, [ready('builder')])
    record.append(NOON_MS + 31 * 86_400_000, [ready('desk')])
    record.snapshot(NOON_MS + 31 * 86_400_000)
    expect([...readEvents(database, {})].map((one) => one.seq)).toEqual([2])
    expect(open().record.memory).toStrictEqual(record.memory)
  })
})

describe('a file that cannot be used is refused, and left as it is', () => {
  const refusal = (act: () => unknown): StoreTrouble => {
    try {
      act()
    } catch (error) {
      if (error instanceof StoreTrouble) return error
      throw error
    }
    throw new Error('it was not refused')
  }

  test('one of a newer version', () => {
    open().database.exec('PRAGMA user_version = 7')
    for (const act of [() => openForWriting(path), () => openForReading(path)]) {
      expect(refusal(act).message).toContain(
        'was written by a newer version of agents (layout 7, this one knows 3)',
      )
      expect(refusal(act).hint).toBe('install that version again; nothing was changed')
    }
  })

  test('one that is no database', () => {
    writeFileSync(path, 'not a database at all, but long enough to be read as the header of one.'.repeat(20))
    expect(refusal(() => openForWriting(path)).hint).toContain(`mv '${path}'`)
  })

  test('one that was cut in the middle', () => {
    const { record } = open()
    for (let times = 0; times < 50; times++) record.append(NOON_MS, [big(4000)])
    record.close(NOON_MS)
    truncateSync(path, 40_000)
    expect(refusal(() => open()).message).toContain('is damaged')
  })

  test('one with an event that is no JSON', () => {
    const { database, record } = open()
    record.append(NOON_MS, [ready('builder')])
    database.exec(`UPDATE events SET body = '{"type": "fa'`)
    expect(refusal(() => open()).message).toContain('is damaged')
  })

  test('a team that never ran has nothing to read', () => {
    expect(openForReading(path)).toBe(null)
    expect(open().record.memory).toStrictEqual(emptyMemory())
  })
})

describe('a disk that takes nothing more', () => {
  const fill = (database: DatabaseSync) => {
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
    database.exec(`PRAGMA max_page_count = ${pages}`)
  }
  const relieve = (database: DatabaseSync) => database.exec('PRAGMA max_page_count = 1000000')

  test('stops nothing but saving; all is saved in order once there is room', () => {
    const { database, record } = open()
    record.append(NOON_MS, [ready('builder')])
    fill(database)
    record.append(NOON_MS, [big(100_000)])
    record.append(NOON_MS, [ready('desk')])
    expect(record.trouble).toContain('events are not saved')
    expect(record.memory.members.desk?.readyMs).toBe(NOON_MS)
    expect([...readEvents(database, {})]).toHaveLength(1)
    relieve(database)
    record.append(NOON_MS, [ready('readability')])
    expect(record.trouble).toBe(null)
    expect([...readEvents(database, {})].map((one) => one.seq)).toEqual([1, 2, 3, 4])
    expect(open().record.memory).toStrictEqual(record.memory)
  })

  test('a snapshot that finds no room costs no event, then or later', () => {
    const { database, record } = open()
    record.append(NOON_MS, [big(300_000)])
    record.append(
      NOON_MS,
      Array.from({ length: 198 }, () => ready('builder')),
    )
    // Room for small events, none for a snapshot of 300 kB.
    const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count)
    database.exec(`PRAGMA max_page_count = ${pages + 20}`)
    record.append(NOON_MS, [ready('desk'), ready('desk')])
    expect(record.trouble).toContain('no snapshot is saved')
    record.append(NOON_MS, [ready('readability')])
    relieve(database)
    record.append(NOON_MS, [ready('readability')])
    expect(record.trouble).toBe(null)
    expect([...readEvents(database, {})].map((one) => one.seq)).toEqual(
      Array.from({ length: 203 }, (_, index) => index + 1),
    )
  })

  test('what is unsaved at the end is saved if there is room by then; the file is let go of in any case', () => {
    const { database, record } = open()
    fill(database)
    record.append(NOON_MS, [big(100_000)])
    relieve(database)
    record.close(NOON_MS)
    expect(open().record.memory.seq).toBe(1)
    const full = open()
    fill(full.database)
    full.record.append(NOON_MS, [big(500_000)])
    full.record.close(NOON_MS)
    expect(full.database.isOpen).toBe(false)
  })

  test('another writer in the way is waited out, not fatal', () => {
    const { database, record } = open()
    database.exec('PRAGMA busy_timeout = 10')
    const other = new DatabaseSync(path)
    opened.push(other)
    other.exec('BEGIN IMMEDIATE')
    record.append(NOON_MS, [ready('builder')])
    expect(record.trouble).toContain('locked')
    other.exec('ROLLBACK')
    record.append(NOON_MS, [ready('desk')])
    expect([...readEvents(database, {})]).toHaveLength(2)
  })
})
