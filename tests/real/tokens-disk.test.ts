import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Hands } from '../../src/act/hands.ts'
import { recordTokens } from '../../src/act/record-tokens.ts'
import { ledgerHand } from '../../src/daemon/ledger-hand.ts'
import { tokens } from '../../src/decide/tokens.ts'
import { emptyMemory, type Memory } from '../../src/model/memory.ts'
import type { TokenRecord } from '../../src/model/token-record.ts'
import { openForWriting } from '../../src/store/database.ts'
import { beginStretch, claimWindow, endStretch } from '../../src/store/fold-tokens.ts'
import { Ledger } from '../../src/store/ledger.ts'
import { systemClock } from '../../src/system/clock.ts'
import { aSituation, aTeam, NOON_MS } from '../support/situation.ts'
import { SmallDisk } from '../support/small-disk.ts'
import { aRead, aUse } from '../support/uses.ts'

const PAGE = 4096
/** So many models that a record is longer than a page, and may be torn. */
const MODELS = 60

let folder: string
let disk: SmallDisk | string = ''
let database: DatabaseSync
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-tokens-disk-'))
  disk = SmallDisk.mount(join(folder, 'state'))
})
afterEach(() => {
  if (typeof disk !== 'string') {
    database.close()
    disk.unmount()
  }
  rmSync(folder, { recursive: true })
})

/** Does what the rule asks for; true: it is recorded. */
async function recordNow(ledger: Ledger, memory: Memory, stateDir: string): Promise<boolean> {
  const team = aTeam({ watchdog: { stateDir } })
  const [decision] = tokens.decide(aSituation({ team, memory }))
  if (!decision) throw new Error('nothing is to be recorded')
  const hands = { ledger: ledgerHand(ledger, systemClock(), () => true) } as Hands
  try {
    return (await recordTokens(hands, { decision, team, memory, teamId: 'team' })).ok
  } catch {
    return false // the act that calls it makes an outcome of it
  }
}

test('however little room a full disk leaves while gates and their phase end, each record stands in the log once', async ({
  skip,
}) => {
  if (typeof disk === 'string') return skip(disk)
  const stateDir = disk.folder
  database = openForWriting(join(stateDir, 'state.db'))
  const ledger = new Ledger(database)
  const log = join(stateDir, 'token-log.jsonl')
  let refused = 0
  for (let round = 0; round < 12; round++) {
    const memory = { ...emptyMemory(), nextWindow: 1 + round * 10 }
    beginStretch(memory, `phase-${round}`, NOON_MS)
    const windows = () => memory.stretches.flatMap((stretch) => stretch.windows)
    const uses = Array.from({ length: MODELS }, (_, n) => aUse(`${round} ${n}`, { model: `a-model-${n}` }))
    const bookNow = () =>
      ledger.book(
        [{ agent: 'builder', source: 's', read: aRead(uses) }],
        windows(),
        () => 1 + round * 10,
        NOON_MS,
      )
    bookNow()
    claimWindow(memory, 'first', NOON_MS + 1, NOON_MS + 1)
    claimWindow(memory, 'second', NOON_MS + 2, NOON_MS + 2)
    disk.fill('watchdog.log')
    truncateSync(join(stateDir, 'filler'), Math.max(0, sizeOf(join(stateDir, 'filler')) - round * PAGE))
    if (!(await recordNow(ledger, memory, stateDir))) refused += 1
    endStretch(memory, NOON_MS + 3)
    if (!(await recordNow(ledger, memory, stateDir))) refused += 1
    disk.makeRoom()
    rmSync(join(stateDir, 'watchdog.log'))
    expect(await recordNow(ledger, memory, stateDir)).toBe(true)
  }
  expect(refused).toBeGreaterThan(6)
  const records = readFileSync(log, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): TokenRecord => JSON.parse(line))
  expect(records.map(({ record }) => record)).toEqual(records.map((_, index) => index + 1))
  const rounds = Array.from({ length: 12 }, (_, round) => `phase-${round}`)
  const wanted = rounds.flatMap((phase) => [`${phase}:first`, `${phase}:second`, phase])
  expect(records.map(({ phase_id }) => phase_id)).toEqual(wanted)
  const sums = rounds.map((phase) =>
    records
      .filter(({ phase_id }) => phase_id.startsWith(`${phase}:`))
      .reduce((sum, one) => sum + one.total.total, 0),
  )
  expect(sums).toEqual(rounds.map(() => MODELS * 10))
})

function sizeOf(path: string): number {
  return existsSync(path) ? readFileSync(path).length : 0
}
