import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Position } from '../../../src/model/source.ts'
import { totalOf } from '../../../src/model/tokens.ts'
import { readOpencodeFiles } from '../../../src/observe/read-opencode-files.ts'

const SAMPLE = new URL('../../fixtures/transcripts/opencode/files', import.meta.url).pathname
const SAMPLE_SESSION = 'ses_e03739a77ffe7DNQ0PnXy8h6qb'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-opencode-'))
  mkdirSync(messages(), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the files of OpenCode before 1.2 are counted to the token', () => {
  cpSync(SAMPLE, folder, { recursive: true })
  const { uses, bad } = readOpencodeFiles(sourceOf(SAMPLE_SESSION), null)
  expect([uses.map(({ tokens }) => totalOf(tokens)), bad]).toEqual([[2060, 2530], 0])
})

test('a file that is written over counts by its last state', () => {
  const count = counter()
  write('a', 0, 1)
  write('b', 5, 2)
  expect(count()).toBe(5)
  write('a', 7, 3)
  expect(count()).toBe(12)
  write('a', 8, 4)
  expect(count()).toBe(13)
})

test('files that did not change are not read again, but for the newest', () => {
  for (let at = 1; at <= 20; at += 1) write(`m${at}`, 1, at)
  const { position } = readOpencodeFiles(sourceOf('one'), null)
  expect(readOpencodeFiles(sourceOf('one'), position).uses.map(({ id }) => id)).toEqual(['m20'])
})

test('a file written under a clock set back is seen', () => {
  const count = counter()
  write('a', 1, 1000)
  expect(count()).toBe(1)
  write('b', 2, 10)
  expect(count()).toBe(3)
})

test('a file that is half written is told as bad once, and counted when it is whole', () => {
  writeFileSync(join(messages(), 'a.json'), '{"id":"a","role":"assist')
  const first = readOpencodeFiles(sourceOf('one'), null)
  const second = readOpencodeFiles(sourceOf('one'), first.position)
  expect([first.bad, second.bad]).toEqual([1, 0])
  write('a', 4, Date.now() / 1000 + 5)
  expect(readOpencodeFiles(sourceOf('one'), second.position).uses).toHaveLength(1)
})

test('what was counted stays counted when its file or its session is deleted', () => {
  const count = counter()
  write('a', 1, 1)
  write('b', 2, 2)
  count()
  rmSync(join(messages(), 'a.json'))
  expect(count()).toBe(3)
  rmSync(messages(), { recursive: true })
  expect(count()).toBe(3)
})

test('a folder that cannot be read is told', () => {
  rmSync(messages(), { recursive: true })
  writeFileSync(messages(), 'a file')
  expect(readOpencodeFiles(sourceOf('one'), null).trouble?.fault).toBe('unreadable')
})

function messages(): string {
  return join(folder, 'storage', 'message', 'one')
}

function sourceOf(session: string) {
  return { kind: 'opencode-files', path: join(folder, 'storage'), session } as const
}

function write(id: string, input: number, changedS: number): void {
  const path = join(messages(), `${id}.json`)
  writeFileSync(path, JSON.stringify({ id, role: 'assistant', tokens: { input }, time: { created: 1 } }))
  utimesSync(path, changedS, changedS)
}

function counter(): () => number {
  let position: Position | null = null
  const standing = new Map<string, number>()
  return () => {
    const read = readOpencodeFiles(sourceOf('one'), position)
    position = JSON.parse(JSON.stringify(read.position))
    for (const { id, tokens } of read.uses) standing.set(id, totalOf(tokens))
    return [...standing.values()].reduce((sum, total) => sum + total, 0)
  }
}
