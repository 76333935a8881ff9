import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FileTrouble } from '../../../src/system/files.ts'
import { type FilePosition, readGrowth } from '../../../src/system/growing-file.ts'
import { LONGEST_LINE_BYTES } from '../../../src/system/line-buffer.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'growing-'))
  path = join(folder, 'file')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('only what was added is handed out, and nothing when nothing was', () => {
  writeFileSync(path, 'one\ntwo\n')
  const first = look(null)
  expect(first).toMatchObject({ kind: 'read', text: 'one\ntwo\n', isStart: true })
  expect(look(first.position).kind).toBe('unchanged')
  appendFileSync(path, 'three\n')
  expect(look(first.position)).toMatchObject({ text: 'three\n', isStart: false })
})

test('a torn last line waits until its newline is written, also a cut letter', () => {
  const letter = Buffer.from('é\n')
  writeFileSync(path, Buffer.concat([Buffer.from('one\ntw'), letter.subarray(0, 1)]))
  const first = look(null)
  expect(first.text).toBe('one\n')
  appendFileSync(path, letter.subarray(1))
  expect(look(first.position).text).toBe('twé\n')
})

test('a file that is not there, or is no file, is missing', () => {
  expect(look(null).kind).toBe('missing')
  expect(readGrowth(folder, null, 1e9, () => never).kind).toBe('missing')
  writeFileSync(path, 'one\n')
  expect(readGrowth(join(path, 'below'), null, 1e9, () => never).kind).toBe('missing')
  const { position } = look(null)
  rmSync(path)
  expect(look(position).kind).toBe('missing')
})

test('a file that cannot be read is a trouble with its mend', () => {
  symlinkSync(path, path)
  expect(() => look(null)).toThrow(FileTrouble)
})

test('what the caller throws is not taken for a trouble of the file', () => {
  writeFileSync(path, 'one\n')
  const full = new Error('database is full')
  const fail = () => {
    throw full
  }
  expect(() => readGrowth(path, null, 1e9, () => fail)).toThrow(full)
})

test('a file that shrank is read anew, also when its begin is as before', () => {
  const line = `${'x'.repeat(1_999)}\n`
  writeFileSync(path, line.repeat(3))
  const { position } = look(null)
  truncateSync(path, 4_000)
  expect(look(position)).toMatchObject({ text: line.repeat(2), isStart: true })
})

test('a file that was replaced or copied over is read anew, even by a longer one', () => {
  writeFileSync(path, 'one\n')
  const { position } = look(null)
  const other = join(folder, 'other')
  writeFileSync(other, 'other one\nother two\n')
  copyFileSync(other, path)
  const copied = look(position)
  expect(copied).toMatchObject({ text: 'other one\nother two\n', isStart: true })
  renameSync(other, path)
  expect(look(copied.position)).toMatchObject({ text: 'other one\nother two\n', isStart: true })
})

test('a file that was shorter than what identifies it stays the same file while it grows', () => {
  let position: FilePosition | null = null
  for (let size = 0; size < 4_000; size += 100) {
    appendFileSync(path, `${'x'.repeat(99)}\n`)
    const seen = look(position)
    expect(seen).toMatchObject({ text: `${'x'.repeat(99)}\n`, isStart: position === null })
    position = seen.position
  }
  writeFileSync(path, `y${'x'.repeat(98)}\n${`${'x'.repeat(99)}\n`.repeat(50)}`)
  expect(look(position).isStart).toBe(true)
})

test('a budget ends a look early, and the next one goes on', () => {
  const text = `${'x'.repeat(99_999)}\n`.repeat(20)
  writeFileSync(path, text)
  let { position, text: all } = look(null, 1)
  let looks = 1
  while (position?.more) {
    const next = look(position, 1)
    all += next.text
    position = next.position
    looks += 1
  }
  expect(all).toBe(text)
  expect(looks).toBeGreaterThan(5)
})

test('a look hands out no more than its budget, unless one line is longer', () => {
  writeFileSync(path, `${'x'.repeat(99)}\n`.repeat(1000))
  expect(look(null, 2_050).text.length).toBe(2_000)
  expect(look(null, 50).text.length).toBeGreaterThanOrEqual(100)
})

test('the longest line is handed out whole, a longer one is skipped and counted once', () => {
  const longest = `${'x'.repeat(LONGEST_LINE_BYTES)}\n`
  writeFileSync(path, `one\n${longest}two\n`)
  expect(look(null)).toMatchObject({ overlong: 0 })
  expect(look(null).text.length).toBe(longest.length + 8)
  writeFileSync(path, `one\nx${longest}two\n`)
  expect(look(null)).toMatchObject({ text: 'one\ntwo\n', overlong: 1 })
})

test('a line that is too long is counted once however often it is looked at while it grows', () => {
  const piece = 'x'.repeat(LONGEST_LINE_BYTES / 2)
  writeFileSync(path, 'one\n')
  let position: FilePosition | null = null
  const seen = [piece, piece, piece, piece, 'end\ntwo\n'].map((added) => {
    appendFileSync(path, added)
    const now = look(position, 100_000)
    position = now.position
    return now
  })
  while (seen.at(-1)?.position?.more) seen.push(look(seen.at(-1)?.position ?? null, 100_000))
  expect(seen.map(({ text }) => text).join('')).toBe('one\ntwo\n')
  expect(seen.reduce((sum, { overlong }) => sum + overlong, 0)).toBe(1)
})

test('any text in any pieces comes out whole and in order, up to its last newline', () => {
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '\n', '\r', '\0') }), { maxLength: 8 })
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 20 }), (added, budget) => {
      const file = join(folder, crypto.randomUUID())
      mkdirSync(folder, { recursive: true })
      writeFileSync(file, '')
      let position: FilePosition | null = null
      let got = ''
      for (const piece of added) {
        appendFileSync(file, piece)
        for (let isRead = true; isRead; ) {
          const seen = look(position, budget, file)
          got += seen.text
          position = seen.position ?? position
          isRead = seen.kind === 'read' && position?.more === true
        }
      }
      const whole = added.join('')
      expect(got).toBe(whole.slice(0, whole.lastIndexOf('\n') + 1))
    }),
  )
})

function look(before: FilePosition | null, budgetBytes = 1e9, file = path) {
  let text = ''
  let isStart: boolean | null = null
  // As in the database that holds it.
  const position = JSON.parse(JSON.stringify(before)) as FilePosition | null
  const growth = readGrowth(file, position, budgetBytes, (start) => {
    isStart = start
    return (lines) => {
      text += lines.toString()
    }
  })
  const read = growth.kind === 'read' ? growth : { position: null, overlong: 0 }
  return { kind: growth.kind, position: read.position, overlong: read.overlong, text, isStart }
}

function never(): never {
  throw new Error('there is nothing to hand out')
}
