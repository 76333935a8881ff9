import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rewriteFile } from '../../../src/system/rewrite.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-rewrite-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const file = () => join(folder, 'config.json')

test('what another program writes while we think is read again, and kept', () => {
  writeFileSync(file(), 'one')
  let asked = 0
  rewriteFile(file(), (text) => {
    asked += 1
    if (asked === 1) writeFileSync(file(), 'one and two')
    return `${text} and three`
  })
  expect(readFileSync(file(), 'utf8')).toBe('one and two and three')
})

test('a file that another program writes all the time is left to it, and nothing lies beside it', () => {
  let asked = 0
  const fight = () =>
    rewriteFile(file(), () => {
      asked += 1
      writeFileSync(file(), 'x'.repeat(asked))
      return 'ours'
    })
  expect(fight).toThrow('is written by another program all the time')
  expect(readdirSync(folder)).toEqual(['config.json'])
})

test('a file that is to stay is not touched, and none is made', () => {
  expect(rewriteFile(file(), () => null, `${file()}.backup`)).toBe(false)
  expect(existsSync(file())).toBe(false)
})
