import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LedgerPlaces } from '../../../src/store/ledger-places.ts'

/** Also ids that differ in one half alone, and those whose halves are 0. */
const anId = fc
  .tuple(fc.constantFrom(0n, 1n, 2n ** 31n, 2n ** 32n - 1n), fc.bigInt({ min: 0n, max: 9n }))
  .map(([low, high]) => BigInt.asIntN(64, (high << 32n) + low))

test('tells the newest place of every id, and 0 for any other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anId, fc.integer({ min: 1 }))), fc.array(anId), (pairs, asked) => {
      const places = new LedgerPlaces()
      const truth = new Map(pairs)
      for (const [id, place] of pairs) places.set(id, place)
      for (const id of [...truth.keys(), ...asked]) expect(places.get(id)).toBe(truth.get(id) ?? 0)
      expect(places.size).toBe(truth.size)
    }),
  )
})

test('loses none when it grows', () => {
  const places = new LedgerPlaces()
  const ids = Array.from({ length: 50_000 }, (_, number) => BigInt(number) * 0x9e3779b97f4an)
  for (const [index, id] of ids.entries()) places.set(id, index + 1)
  expect(ids.every((id, index) => places.get(id) === index + 1)).toBe(true)
  expect(places.size).toBe(50_000)
})
