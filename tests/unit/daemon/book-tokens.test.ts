import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bookTokens } from '../../../src/daemon/book-tokens.ts'
import { ledgerHand } from '../../../src/daemon/ledger-hand.ts'
import type { World } from '../../../src/daemon/world.ts'
import type { Observation } from '../../../src/model/observation.ts'
import { openForWriting } from '../../../src/store/database.ts'
import { Ledger } from '../../../src/store/ledger.ts'
import { readLedger } from '../../../src/store/ledger-view.ts'
import { systemClock } from '../../../src/system/clock.ts'
import { aSituation, aTeam } from '../../support/situation.ts'
import { aRead, aUse } from '../../support/uses.ts'

let folder: string
let database: DatabaseSync
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-book-'))
  database = openForWriting(join(folder, 'state.db'))
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

test('while the disk refuses the events, nothing is booked or recorded on their gates, and all of it afterwards', async () => {
  const ledger = new Ledger(database)
  const record = { memory: aSituation().memory, isSaved: false }
  const went: unknown[] = []
  const eyes = { transcripts: { booked: (readings: unknown) => went.push(readings) } }
  const world = {
    ...{ config: { team: aTeam() }, record, ledger, eyes },
    troubles: new Map<string, string>(),
  }
  const readings = [{ agent: 'builder', source: 's', read: aRead([aUse('a')]) }]
  const seen = { readings, at: aSituation().seen.at } as unknown as Observation
  const hand = ledgerHand(ledger, systemClock(), () => record.isSaved)

  await bookTokens(world as unknown as World, seen)
  expect([readLedger(database), went]).toEqual([[], []])
  expect(world.troubles.get('tokens are not counted')).toMatch(/not saved yet/)
  expect(() => hand.record([], [], aTeam())).toThrow(/not saved yet/)

  record.isSaved = true
  await bookTokens(world as unknown as World, seen)
  expect([readLedger(database).length, went, world.troubles.size]).toEqual([1, [readings], 0])
})
