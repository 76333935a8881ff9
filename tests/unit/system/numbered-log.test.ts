import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appendNumbered } from '../../../src/system/numbered-log.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-numbered-'))
  path = join(folder, 'log.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

const line = (number: number, more = '') => ({ body: JSON.stringify({ record: number, more }) })
const numbers = () =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((one) => JSON.parse(one).record)

test('a line that is there is not written again', () => {
  appendNumbered(path, [line(1), line(2)])
  appendNumbered(path, [line(1), line(2), line(3)])
  appendNumbered(path, [line(3)])
  expect(numbers()).toEqual([1, 2, 3])
})

test('wherever a crash cut it off, each line is there once after the next append', () => {
  const lines = [line(1), line(2, 'é'.repeat(10)), line(3)]
  appendNumbered(path, lines)
  const whole = readFileSync(path)
  for (let cut = 0; cut <= whole.length; cut++) {
    writeFileSync(path, whole)
    truncateSync(path, cut)
    appendNumbered(path, lines)
    expect(readFileSync(path).equals(whole), `cut at byte ${cut}`).toBe(true)
  }
})

test('a line longer than a piece that is read at once is known again', () => {
  appendNumbered(path, [line(1), line(2, 'x'.repeat(200_000))])
  appendNumbered(path, [line(2, 'x'.repeat(200_000)), line(3)])
  expect(numbers()).toEqual([1, 2, 3])
})

test('stray bytes of a full disk are taken off, a line of somebody else stays', () => {
  appendNumbered(path, [line(1)])
  appendFileSync(path, '{"note":"by hand"}\n{"record":2,"mo')
  appendNumbered(path, [line(2)])
  expect(readFileSync(path, 'utf8')).toBe(
    '{"record":1,"more":""}\n{"note":"by hand"}\n{"record":2,"more":""}\n',
  )
})

test('a new state.db, which counts from 1 again, goes on behind the records of the one before', () => {
  appendNumbered(path, [line(1), line(2), line(3)])
  appendNumbered(path, [line(1, 'new'), line(2, 'new')])
  appendNumbered(path, [line(1, 'new'), line(2, 'new'), line(3, 'new')])
  expect(numbers()).toEqual([1, 2, 3, 1, 2, 3])
})

test('it is readable by its owner alone, and never written through a link', () => {
  appendNumbered(path, [line(1)])
  const target = join(folder, 'target')
  const link = join(folder, 'link')
  symlinkSync(target, link)
  expect(() => appendNumbered(link, [line(1)])).toThrow()
  expect(existsSync(target)).toBe(false)
})
