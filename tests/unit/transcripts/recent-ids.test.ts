import { expect, test } from 'vitest'
import { Recent } from '../../../src/transcripts/recent.ts'
import { RecentIds } from '../../../src/transcripts/recent-ids.ts'

const uuid = (n: number) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000/0`
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

test('an id is known once it was added, and no other one is taken for it', () => {
  const ids = new RecentIds(1000)
  for (const n of range(0, 999)) {
    expect(ids.has(uuid(n))).toBe(false)
    ids.add(uuid(n))
  }
  expect(range(0, 999).every((n) => ids.has(uuid(n)))).toBe(true)
  expect(range(999, 200_000).filter((n) => ids.has(uuid(n)))).toEqual([])
})

test('ids that differ in one character, in their order or in their length are different', () => {
  const ids = new RecentIds(100)
  const others = ['ab', 'ba', 'a', 'b', 'abc', 'ab ', 'aB', 'a\u0062\u0000', '']
  ids.add('x')
  for (const [index, id] of others.entries()) {
    expect(ids.has(id), id).toBe(false)
    ids.add(id)
    expect(others.map((other) => ids.has(other)).lastIndexOf(true)).toBe(index)
  }
})

test('the newest are known, and those from long before are forgotten', () => {
  const ids = new RecentIds(500)
  for (const n of range(0, 10_000)) {
    ids.add(uuid(n))
    ids.add(uuid(n))
  }
  expect(range(9500, 10_000).every((n) => ids.has(uuid(n)))).toBe(true)
  expect(range(0, 9000).some((n) => ids.has(uuid(n)))).toBe(false)
})

test('the newest things are remembered by their keys', () => {
  const names = new Recent<number>(100)
  for (const n of range(0, 1000)) names.set(uuid(n % 950), n)
  expect(range(900, 950).map((n) => names.get(uuid(n)))).toEqual(range(900, 950))
  expect(names.get(uuid(49))).toBe(999)
  expect(names.get(uuid(700))).toBeUndefined()
})
