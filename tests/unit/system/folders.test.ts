import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Folders } from '../../../src/system/folders.ts'

let folder: string
let folders: Folders

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-folders-'))
  folders = new Folders()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Adds a file, after which the folder bears the stamp that it had: a coarse clock, or two changes at once. */
function addUnstamped(name: string): void {
  const { atime, mtime } = statSync(folder)
  writeFileSync(join(folder, name), '')
  utimesSync(folder, atime, mtime)
}

/** The folder was last changed so long ago. */
const age = (ms: number) => utimesSync(folder, Date.now() / 1000, (Date.now() - ms) / 1000)

test('what is added and removed is seen; a folder that is not there yet is empty', () => {
  const path = join(folder, 'later')
  expect(folders.names(path)).toEqual([])
  mkdirSync(path)
  expect(folders.names(path)).toEqual([])
  writeFileSync(join(path, 'b'), '')
  writeFileSync(join(path, 'a'), '')
  expect(folders.names(path)).toEqual(['a', 'b'])
  rmSync(path, { recursive: true })
  expect(folders.names(path)).toEqual([])
})

test('a folder whose stamp is old and stands is not listed again', () => {
  age(60_000)
  folders.names(folder)
  addUnstamped('unseen')
  expect(folders.names(folder)).toEqual([])
})

test('a folder that changed a moment ago is listed again, as the next change may bear the same stamp', () => {
  folders.names(folder)
  addUnstamped('at-once')
  expect(folders.names(folder)).toEqual(['at-once'])
})

test('what may be a minute old is not asked again', () => {
  folders.names(folder, 60_000)
  writeFileSync(join(folder, 'new'), '')
  expect(folders.names(folder, 60_000)).toEqual([])
  expect(folders.names(folder)).toEqual(['new'])
})

test('changes grow with the names, and only with them', () => {
  folders.names(folder)
  const before = folders.changes
  age(60_000)
  folders.names(folder)
  expect(folders.changes).toBe(before)
  writeFileSync(join(folder, 'new'), '')
  folders.names(folder)
  expect(folders.changes).toBe(before + 1)
})

test('what cannot be listed is a trouble for as long as that is so', () => {
  const path = join(folder, 'loop')
  symlinkSync(path, path)
  expect(folders.names(path)).toEqual([])
  expect(folders.troubles).toEqual([expect.stringMatching(/loop cannot be listed: ELOOP/)])
  rmSync(path)
  folders.names(path)
  expect(folders.troubles).toEqual([])
})
