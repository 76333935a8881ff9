import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyMemory, newMember } from '../../../src/model/memory.ts'
import type { Reading } from '../../../src/model/source.ts'
import type { FoundSource } from '../../../src/observe/sources.ts'
import { TranscriptWatcher } from '../../../src/observe/transcripts.ts'
import { noticeTold } from '../../../src/observe/turns.ts'
import { aMessage, aTeam, NOON_MS } from '../../support/situation.ts'

let folder: string
let watcher: TranscriptWatcher

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-transcripts-'))
  watcher = new TranscriptWatcher(new Map())
})
afterEach(() => rmSync(folder, { recursive: true }))

function answer(name: string, id: string, output: number, atMs = NOON_MS, padding = ''): void {
  const record = {
    type: 'assistant',
    id,
    at: new Date(atMs).toISOString(),
    model: 'm',
    text: padding,
    usage: { output },
  }
  appendFileSync(join(folder, name), `${JSON.stringify(record)}\n`)
}

function source(
  name: string,
  fields: { agent?: string; sinceMs?: number; isCurrent?: boolean } = {},
): FoundSource {
  const file = { kind: 'lines', format: 'scripted', path: join(folder, name) } as const
  return { ...file, agent: 'builder', depth: 0, sinceMs: 0, isCurrent: true, ...fields }
}

function look(sources: readonly FoundSource[], memory = emptyMemory(), team = aTeam()) {
  return watcher.look(
    team,
    memory,
    Map.groupBy(sources, ({ agent }) => agent),
  )
}

const ids = (readings: readonly Reading[]) => readings.flatMap(({ read }) => read.uses.map(({ id }) => id))

test('what was added since the last look that was booked is read, and nothing twice', () => {
  answer('a', 'one', 1)
  const first = look([source('a')])
  expect([ids(first.readings), ids(look([source('a')]).readings)]).toEqual([['one'], ['one']])
  watcher.booked(first.readings)
  expect(look([source('a')]).readings).toEqual([])
  answer('a', 'two', 2)
  expect(ids(look([source('a')]).readings)).toEqual(['two'])
})

test('what was used before the agent was ours is left out', () => {
  answer('a', 'before', 1, NOON_MS - 1)
  answer('a', 'since', 1, NOON_MS)
  expect(ids(look([source('a', { sinceMs: NOON_MS })]).readings)).toEqual(['since'])
})

test('a long transcript is read in parts, and does not hold up the others', () => {
  watcher = new TranscriptWatcher(new Map(), 400_000)
  for (let number = 0; number < 40; number++) answer('long', `l${number}`, 1, NOON_MS, 'x'.repeat(25_000))
  answer('short', 's', 1)
  const sources = [source('long'), source('short', { agent: 'correctness' })]
  const seen: string[][] = []
  const isBehind: boolean[] = []
  for (let turn = 0; turn < 6; turn++) {
    const { readings, isReadingBehind } = look(sources)
    watcher.booked(readings)
    seen.push(ids(readings))
    isBehind.push(isReadingBehind)
  }
  expect([isBehind[0], isBehind[5]]).toEqual([true, false])
  expect(seen[0]?.length).toBeLessThan(40)
  expect(seen.slice(0, 2).flat()).toContain('s')
  expect(seen.flat().sort()).toEqual(['s', ...Array.from({ length: 40 }, (_, number) => `l${number}`)].sort())
})

test('one look reads on, a part at a time, until all that was there is booked', () => {
  for (let number = 0; number < 200; number++) answer('long', `l${number}`, 1, NOON_MS, 'x'.repeat(25_000))
  answer('short', 's', 1)
  const parts: string[][] = []
  let seen = look([source('long'), source('short', { agent: 'correctness' })])
  for (;;) {
    watcher.booked(seen.readings)
    parts.push(ids(seen.readings))
    if (!seen.isReadingBehind) break
    seen = watcher.lookOn()
  }
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.flat().sort()).toEqual(
    ['s', ...Array.from({ length: 200 }, (_, number) => `l${number}`)].sort(),
  )
})

test('a transcript that cannot be read is told, with its agent, and the others are read', () => {
  mkdirSync(join(folder, 'projects'))
  writeFileSync(join(folder, 'loop.db'), 'no database')
  answer('a', 'one', 1)
  const broken = { kind: 'opencode-database', path: join(folder, 'loop.db'), session: 'ses_1' } as const
  const { readings, troubles } = look([
    { ...source('a'), ...broken, agent: 'correctness' } as FoundSource,
    source('a'),
  ])
  expect(ids(readings)).toEqual(['one'])
  expect(troubles).toEqual([expect.stringMatching(/^tokens of correctness are not counted: .*loop\.db/)])
})

test('a file that is not there yet, or no longer, is no trouble', () => {
  answer('a', 'one', 1)
  watcher.booked(look([source('a'), source('later')]).readings)
  rmSync(join(folder, 'a'))
  expect(look([source('a'), source('later')])).toMatchObject({ readings: [], troubles: [] })
})

test('a transcript that is not found any more is read to its end, for the agent that it was', () => {
  answer('a', 'one', 1)
  watcher.booked(look([source('a')]).readings)
  answer('a', 'too old', 1, NOON_MS - 1)
  answer('a', 'two', 2)
  const memory = { ...emptyMemory(), members: { builder: { ...newMember('builder'), sinceMs: NOON_MS } } }
  const { readings } = look([], memory)
  expect(readings.map(({ agent }) => agent)).toEqual(['builder'])
  expect(ids(readings)).toEqual(['two'])
})

test('of many ended runs some are looked at in each tick, so that one that is resumed is seen soon', () => {
  const names = Array.from({ length: 450 }, (_, number) => `old-${number}`)
  for (const name of names) answer(name, name, 1)
  const sources = names.map((name) => source(name, { isCurrent: false }))
  watcher.booked(look(sources).readings)
  for (const name of ['old-3', 'old-449']) answer(name, `${name} again`, 1)
  const seen: string[] = []
  for (let tick = 0; tick < 5; tick++) {
    const { readings } = look(sources)
    watcher.booked(readings)
    seen.push(...ids(readings))
  }
  expect(seen.sort()).toEqual(['old-3 again', 'old-449 again'])
})

test('with log_tokens = false no tokens are told, but how turns went', () => {
  answer('a', 'one', 1)
  const seen = look([source('a')], emptyMemory(), aTeam({ watchdog: { logTokens: false } }))
  expect(seen.readings.flatMap(({ read }) => read.uses)).toEqual([])
  expect(seen.turns).toEqual([{ agent: 'builder', setback: null, answeredMs: NOON_MS }])
})

test('the newest word on a turn is kept for its agent, and none of a sub-agent', () => {
  const row = (name: string, type: string, atMs: number) =>
    appendFileSync(
      join(folder, name),
      `${JSON.stringify({ timestamp: new Date(atMs).toISOString(), type: 'event_msg', payload: { type } })}\n`,
    )
  const rollout = (name: string, depth = 0): FoundSource => ({
    ...source(name),
    ...{ kind: 'lines', format: 'codex', path: join(folder, name), depth },
  })
  row('own', 'task_started', NOON_MS)
  row('helper', 'task_complete', NOON_MS + 9)
  const sources = [rollout('own'), rollout('helper', 1)]
  watcher.booked(look(sources).readings)
  expect(watcher.turnTold('builder')).toMatchObject({ says: 'working', atMs: NOON_MS })
  // A look that brings nothing forgets nothing.
  look(sources)
  expect(watcher.turnTold('builder')?.says).toBe('working')
  row('own', 'turn_aborted', NOON_MS + 5)
  look(sources)
  expect(watcher.turnTold('builder')).toMatchObject({ says: 'idle', atMs: NOON_MS + 5 })
})

test('a text of ours that a transcript shows as told is told once, whatever else is read', () => {
  const memory = { ...emptyMemory(), messages: { 3: aMessage(3, { state: 'submitted', incarnation: 1 }) } }
  const row = { type: 'user', at: new Date(NOON_MS + 5).toISOString(), text: 'line 3 [agents#3]' }
  appendFileSync(join(folder, 'a'), `${JSON.stringify(row)}\n`)
  answer('a', 'one', 1)
  expect(look([source('a', { agent: 'correctness' })], memory).told).toEqual([])
  const { told } = look([source('a')], memory)
  expect(told).toEqual([{ agent: 'builder', message: 3, atMs: NOON_MS + 5 }])
  expect(noticeTold(memory, told)).toEqual([
    { what: 'told', member: 'builder', told: { message: 3, atMs: NOON_MS + 5 } },
  ])
  const known = { ...memory, messages: { 3: aMessage(3, { toldMs: NOON_MS }) } }
  expect([...noticeTold(known, told), ...noticeTold(emptyMemory(), told)]).toEqual([])
})
