import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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

test('what another program writes while we think is read again, and kept', async () => {
  writeFileSync(file(), 'one')
  let asked = 0
  await rewriteFile(file(), (text) => {
    asked += 1
    if (asked === 2) writeFileSync(file(), 'one and two')
    return `${text} and three`
  })
  expect(readFileSync(file(), 'utf8')).toBe('one and two and three')
})

test('a file that another program writes all the time is left to it, and nothing lies beside it', async () => {
  let asked = 0
  const fight = () =>
    rewriteFile(file(), () => {
      asked += 1
      writeFileSync(file(), 'x'.repeat(asked))
      return 'ours'
    })
  await expect(fight()).rejects.toThrow('is written by another program all the time')
  expect(readdirSync(folder)).toEqual(['config.json'])
})

test('a file that is to stay is not touched, and none is made', async () => {
  expect(await rewriteFile(file(), () => null, `${file()}.backup`)).toBe(false)
  expect(existsSync(file())).toBe(false)
})

test("another program's lock is waited for, and ours is gone in the end", async () => {
  writeFileSync(file(), 'one')
  mkdirSync(`${file()}.lock`)
  const ours = rewriteFile(file(), (text) => (text?.endsWith('three') ? null : `${text} and three`))
  writeFileSync(file(), 'one and two')
  rmdirSync(`${file()}.lock`)
  await ours
  expect(readFileSync(file(), 'utf8')).toBe('one and two and three')
  expect(readdirSync(folder)).toEqual(['config.json'])
})

test('a lock that its owner left behind is left to it, and keeps nobody waiting for long', async () => {
  mkdirSync(`${file()}.lock`)
  expect(await rewriteFile(file(), () => 'ours')).toBe(true)
  expect(readdirSync(folder)).toEqual(['config.json', 'config.json.lock'])
})
