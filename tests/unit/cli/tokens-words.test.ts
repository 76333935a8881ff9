import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth } from '../../../src/cli/printable.ts'
import { bar } from '../../../src/cli/tokens-bar.ts'
import { formatTokens } from '../../../src/cli/tokens-count.ts'
import { cutToWidth, exactUsd, formatCost } from '../../../src/cli/tokens-words.ts'

test('counts are said in at most six characters, and never as 1000 of a unit', () => {
  const said = [0, 7, 999, 1000, 1234, 99_949, 99_951, 999_499, 999_500, 1_234_567, 64_300_000, 1.2e9, -1234]
  expect(said.map(formatTokens)).toEqual(
    '0 7 999 1.0k 1.2k 99.9k 100k 999k 1.0M 1.2M 64.3M 1.2G -1.2k'.split(' '),
  )
  fc.assert(
    fc.property(fc.nat(1e15), (count) => {
      expect(formatTokens(count)).toMatch(/^(\d{1,3}|\d{1,2}\.\d)[kMGTP]?$/)
    }),
  )
})

test('a cost that is not whole says so, and one that is not known is never nothing', () => {
  const cost = (usd: number, ...unpriced: string[]) => ({ knownPicoUsd: BigInt(usd * 1e12), unpriced })
  expect(formatCost(cost(1.234))).toBe('$1.23')
  expect(formatCost(cost(1.234, 'new-model'))).toBe('≥ $1.23 + unknown')
  expect(formatCost(cost(0, 'new-model'))).toBe('unknown')
  expect(formatCost(cost(0))).toBe('$0.00')
  expect(formatCost(cost(0.000001))).toBe('<$0.01')
  expect(formatCost(cost(-2.5))).toBe('-$2.50')
})

test('exact dollars lose no digit', () => {
  expect([0n, 1n, 1_200_000_000_000n, -25_000n, 10_000_000_000_000n].map(exactUsd)).toEqual([
    ...['0', '0.000000000001', '1.2', '-0.000000025', '10'],
  ])
})

test('a bar is as long as its part of the most, and more than nothing is seen', () => {
  expect(bar(10, 10, 8)).toBe('████████')
  expect(bar(5, 10, 9)).toBe('████▌')
  expect(bar(1, 1_000_000, 9)).toBe('▏')
  expect([bar(0, 10, 9), bar(-5, 10, 9), bar(0, 0, 9), bar(3, 10, 0)]).toEqual(['', '', '', ''])
})

test('a name too long loses its middle, by the columns that it takes', () => {
  expect(cutToWidth('parser', 6)).toBe('parser')
  expect(cutToWidth('reviewer-1', 8)).toBe('revi…r-1')
  expect(cutToWidth('審', 1)).toBe('…')
  expect(displayWidth(cutToWidth('審査審査', 6))).toBeLessThanOrEqual(6)
})
