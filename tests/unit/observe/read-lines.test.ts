import { appendFileSync, copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Position } from '../../../src/model/source.ts'
import { readLines } from '../../../src/observe/read-lines.ts'
import { LONGEST_LINE_BYTES } from '../../../src/system/line-buffer.ts'
import { claudeUsage } from '../../../src/transcripts/claude-usage.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-lines-'))
  path = join(folder, 'session.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('each look brings what was written since the last one', () => {
  writeFileSync(path, answer('a') + answer('b'))
  const first = look(null)
  expect(first).toMatchObject({ ids: ['a', 'b'], standing: 'largest', bad: 0, more: false })
  expect(first.bytes).toBe(answer('a').length * 2)
  expect(newsless(first.position)).toBe('unchanged')
  appendFileSync(path, answer('c'))
  expect(look(first.position)).toMatchObject({ ids: ['c'] })
})

test('an answer in the middle of being written is not lost and not told twice', () => {
  const [begin, end] = [answer('b').slice(0, 70), answer('b').slice(70)]
  writeFileSync(path, answer('a') + begin)
  const first = look(null)
  expect(first).toMatchObject({ ids: ['a'], bad: 0 })
  appendFileSync(path, end)
  expect(look(first.position)).toMatchObject({ ids: ['b'], bad: 0 })
})

test('a torn answer and a line that is too long are told once as bad, and what follows counts', () => {
  writeFileSync(path, `${answer('a').slice(0, 70) + answer('b')}${'x'.repeat(LONGEST_LINE_BYTES + 1)}\n`)
  const first = look(null)
  expect(first).toMatchObject({ ids: ['b'], bad: 2 })
  appendFileSync(path, answer('c'))
  expect(look(first.position)).toMatchObject({ ids: ['c'], bad: 0 })
})

test('a transcript that shrank or was copied over is read anew', () => {
  writeFileSync(path, answer('a') + answer('b'))
  const { position } = look(null)
  truncateSync(path, answer('a').length)
  const shrunk = look(position)
  expect(shrunk).toMatchObject({ ids: ['a'] })
  const other = join(folder, 'other.jsonl')
  writeFileSync(other, answer('c') + answer('d'))
  copyFileSync(other, path)
  expect(look(shrunk.position)).toMatchObject({ ids: ['c', 'd'] })
})

test('a transcript that was deleted is missing', () => {
  writeFileSync(path, answer('a'))
  const { position } = look(null)
  rmSync(path)
  expect(newsless(position)).toBe('missing')
})

test('a budget brings a part, and says that there is more', () => {
  const ids = Array.from({ length: 20_000 }, (_, number) => `msg_${number}`)
  writeFileSync(path, ids.map(answer).join(''))
  const seen = [look(null, 1)]
  for (let last = seen[0]; last?.more; last = seen.at(-1)) seen.push(look(last.position, 1))
  expect(seen.length).toBeGreaterThan(2)
  expect(seen.flatMap((read) => read.ids)).toEqual(ids)
})

function look(position: Position | null, budgetBytes = 1e9) {
  const read = readLines({ kind: 'lines', format: 'claude', path }, claudeUsage, kept(position), budgetBytes)
  if (typeof read === 'string') throw new Error(`no news: ${read}`)
  return { ...read, ids: read.uses.map(({ id }) => id) }
}

function newsless(position: Position): string {
  const read = readLines({ kind: 'lines', format: 'claude', path }, claudeUsage, kept(position), 1e9)
  return typeof read === 'string' ? read : 'there is news'
}

/** As in the database that holds it. */
function kept(position: Position | null): Position | null {
  return JSON.parse(JSON.stringify(position))
}

function answer(id: string): string {
  const message = { id, model: 'claude-opus-4-5', usage: { input_tokens: 1, output_tokens: 2 } }
  return `${JSON.stringify({ type: 'assistant', timestamp: '2026-03-01T12:00:00.000Z', message })}\n`
}
