import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limitReset } from '../../../src/rehearsal/limit.ts'
import { Memory } from '../../../src/rehearsal/memory.ts'
import { Transcript } from '../../../src/rehearsal/transcript.ts'
import { usageOf } from '../../../src/rehearsal/usage.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-records-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a transcript goes on after a crash that cut off its last line, with ids of its own', () => {
  const file = join(folder, 'sub/transcript.jsonl')
  const script = { model: 'm', seed: 7 }
  new Transcript(file, 'session', script).answer('one')
  appendFileSync(file, '{"type":"assist')
  new Transcript(file, 'session', script).answer('two')
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  expect(lines[1]).toBe('{"type":"assist')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: 'session-0', text: 'one', usage: usageOf(7, 0) })
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ id: 'session-2', text: 'two', usage: usageOf(7, 2) })
})

test('usage is the same for the same seed, and another for another', () => {
  expect(usageOf(1, 3)).toEqual(usageOf(1, 3))
  expect(usageOf(1, 3)).not.toEqual(usageOf(2, 3))
  expect(usageOf(1, 3)).not.toEqual(usageOf(1, 4))
})

test('a memory outlives its agent', () => {
  const file = join(folder, 'memory.json')
  new Memory(file).use(2)
  new Memory(file).use(2)
  expect(new Memory(file).used).toEqual([0, 0, 2])
})

test('a reset that counts from now is shown as the next full minute', () => {
  const now = new Date(2026, 0, 1, 23, 59, 30)
  expect(limitReset('+20s', now).shown).toBe('12:00am')
  expect(limitReset('+13h', now)).toMatchObject({ shown: '1:00pm', at: new Date(2026, 0, 2, 12, 59, 30) })
  expect(limitReset('Nov 24, 11:21am (UTC)', now)).toEqual({ shown: 'Nov 24, 11:21am (UTC)', at: null })
})
