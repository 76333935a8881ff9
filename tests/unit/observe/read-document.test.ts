import { mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Position, SourceRead } from '../../../src/model/source.ts'
import { readDocument } from '../../../src/observe/read-document.ts'
import { FileTrouble } from '../../../src/system/files.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'document-'))
  path = join(folder, 'session-1.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a document is read as a whole, and again only when it changed', () => {
  writeFileSync(path, chat({ a: 5 }))
  const first = look(null)
  expect(ids(first)).toEqual(['s/a'])
  expect(first).toMatchObject({ standing: 'last', bytes: chat({ a: 5 }).length, bad: 0, more: false })
  expect(readDocument(source(), saved(first))).toBe('unchanged')
  writeFileSync(path, chat({ a: 5, b: 7 }))
  expect(ids(look(saved(first)))).toEqual(['s/a', 's/b'])
})

test('one of the same size that replaced it is read', () => {
  writeFileSync(path, chat({ a: 5 }))
  utimesSync(path, 1, 1)
  const first = look(null)
  writeFileSync(`${path}.new`, chat({ b: 5 }))
  utimesSync(`${path}.new`, 1, 1)
  renameSync(`${path}.new`, path)
  expect(ids(look(saved(first)))).toEqual(['s/b'])
})

test('one that is cut off counts as one bad record, until it is whole', () => {
  writeFileSync(path, chat({ a: 5 }).slice(0, -3))
  const torn = look(null)
  expect(torn).toMatchObject({ uses: [], bad: 1 })
  expect(readDocument(source(), saved(torn))).toBe('unchanged')
  writeFileSync(path, chat({ a: 5 }))
  expect(look(saved(torn))).toMatchObject({ uses: [{ id: 's/a' }], bad: 0 })
})

test('one that is too large is a bad record and is not read', () => {
  writeFileSync(path, chat({ a: 5 }))
  expect(readDocument(source(), null, 10)).toMatchObject({ uses: [], bytes: 0, bad: 1 })
})

test('one that is not there, or is no file, is missing', () => {
  expect(readDocument(source(), null)).toBe('missing')
  expect(readDocument({ ...source(), path: folder }, null)).toBe('missing')
  writeFileSync(path, chat({ a: 5 }))
  expect(readDocument({ ...source(), path: join(path, 'below') }, null)).toBe('missing')
  const first = look(null)
  rmSync(path)
  expect(readDocument(source(), saved(first))).toBe('missing')
})

test('one that cannot be read is a trouble with its mend', () => {
  symlinkSync(path, path)
  expect(() => look(null)).toThrow(FileTrouble)
})

function source() {
  return { kind: 'document', format: 'gemini', path } as const
}

function look(position: Position | null): SourceRead {
  const read = readDocument(source(), position)
  if (typeof read === 'string') throw new Error(`no news: ${read}`)
  return read
}

/** A position as it comes back from the record. */
function saved({ position }: SourceRead): Position {
  return JSON.parse(JSON.stringify(position))
}

function ids({ uses }: SourceRead): string[] {
  return uses.map((use) => use.id)
}

function chat(inputs: Readonly<Record<string, number>>): string {
  const messages = Object.entries(inputs).map(([id, input]) => ({ id, type: 'gemini', tokens: { input } }))
  return JSON.stringify({ sessionId: 's', messages }, null, 2)
}
