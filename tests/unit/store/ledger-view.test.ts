import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { totalOf } from '../../../src/model/tokens.ts'
import { openForReading } from '../../../src/store/database.ts'
import { readAgentUse, readLedger, readUsedSince } from '../../../src/store/ledger-view.ts'
import { BookedTeam, total } from '../../support/booked-team.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let team: BookedTeam
beforeEach(() => {
  team = new BookedTeam()
})
afterEach(() => team.close())

test('rows come in the order of windows, agents and models, each with its window', () => {
  team.window(1, HOUR, null, { label: 'parser', claimedMs: 5, recorded: true })
  team
    .use('zoe', { window: 1 })
    .use('builder', { window: 1, model: 'b' })
    .use('builder', { window: 1, model: 'a' })
  team.use('desk')
  const rows = readLedger(team.ledger)
  expect(rows.map(({ window, agent, model }) => [window?.id ?? 0, agent, model])).toEqual([
    [0, 'desk', 'claude-sonnet-4-5'],
    [1, 'builder', 'a'],
    [1, 'builder', 'b'],
    [1, 'zoe', 'claude-sonnet-4-5'],
  ])
  expect(rows[0]?.window).toBeNull()
  expect(rows[1]?.window).toMatchObject({
    phase: 'core',
    label: 'parser',
    claimedMs: 5,
    endedMs: null,
    recorded: true,
  })
})

test('a time counts the answers from then on, and growth of an older one without counting it again', () => {
  team.use('builder', { id: 'a', agoMs: 2 * HOUR, tokens: { output: 100 } })
  team.use('builder', { id: 'a', part: 1, agoMs: MINUTE, tokens: { output: 20, input: -3 } })
  team.use('builder', { id: 'b', agoMs: MINUTE, tokens: { output: 7 } })
  const since = readLedger(team.ledger, { sinceMs: Date.now() - HOUR })
  expect(total(since)).toBe(24)
  expect(since.reduce((sum, { answers }) => sum + answers, 0)).toBe(1)
  expect(total(readLedger(team.ledger))).toBe(124)
  expect(readLedger(team.ledger, { sinceMs: 0 })).toEqual(readLedger(team.ledger))
})

test('prompts longer than every size keep that they are', () => {
  team.use('builder', { tokens: { input: 900_000 } }).use('builder', { tokens: { input: 150_000 } })
  const sizes = readLedger(team.ledger).map(({ promptUpTo }) => promptUpTo)
  expect(sizes.toSorted()).toEqual([200_000, Number.POSITIVE_INFINITY])
})

test('each agent has its tokens in all and since a moment', () => {
  team.use('builder', { agoMs: HOUR }).use('builder').use('adversary', { agoMs: HOUR })
  team.use('constructor', { tokens: { output: 3 } })
  const sinceMs = Date.now() - 10 * MINUTE
  expect(readAgentUse(team.ledger, sinceMs)).toEqual(
    new Map([
      ['adversary', { total: 1000, recent: 0 }],
      ['builder', { total: 2000, recent: 1000 }],
      ['constructor', { total: 3, recent: 3 }],
    ]),
  )
  const used = readUsedSince(team.ledger, sinceMs)
  expect(Object.entries(used).map(([agent, tokens]) => [agent, totalOf(tokens)])).toEqual([
    ['builder', 1000],
    ['constructor', 3],
  ])
})

test('the record of an older version, which has no ledger, reads as empty', () => {
  team.ledger.exec(
    'DROP VIEW token_uses; DROP TABLE token_sums; DROP TABLE token_windows; PRAGMA user_version = 1',
  )
  const database = openForReading(join(team.stateDir, 'state.db'))
  if (!database) throw new Error('there is a record')
  expect(readLedger(database)).toEqual([])
  expect(readLedger(database, { sinceMs: 0 })).toEqual([])
  expect(readUsedSince(database, 0)).toEqual({})
  expect(readAgentUse(database, 0).size).toBe(0)
  database.close()
})
