import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tick } from '../../../src/daemon/tick.ts'
import type { World } from '../../../src/daemon/world.ts'
import { emptyMemory } from '../../../src/model/memory.ts'
import { aTeam, NOON_MS } from '../../support/situation.ts'

test('a backlog that the disk does not take is not read again and again without a pause', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'agents-tick-'))
  const team = { ...aTeam({ watchdog: { stateDir } }), agents: [], services: [], loop: null }
  let isFull = true
  const book = () => {
    if (isFull) throw new Error('database or disk is full')
  }
  const clock = { now: () => ({ wallMs: NOON_MS, monoMs: 0, bootId: 'boot' }) }
  const transcripts = {
    look: () => ({ readings: [], turns: [], told: [], isReadingBehind: true, troubles: [] }),
    booked: () => undefined,
  }
  const world = {
    ...{ config: { refresh: () => [], team }, ledger: { book }, hands: { clock }, before: null },
    record: { memory: emptyMemory(), isSaved: true, trouble: null, append: () => [] },
    eyes: {
      ...{ clock, transcripts, repository: async () => null, disk: { look: () => [] } },
      sources: { look: async () => ({ sources: new Map(), troubles: [] }) },
      panes: { look: async () => ({ orphans: [], servers: {}, sessions: {} }) },
      hooks: { look: () => undefined, heard: () => ({ testimony: null, taken: [] }), read: () => [] },
    },
    ...{ troubles: new Map(), underWay: new Map() },
  } as unknown as World
  const fullMs = await tick(world)
  isFull = false
  expect([fullMs, await tick(world)]).toEqual([team.watchdog.signalIntervalMs, 1])
  rmSync(stateDir, { recursive: true })
})
