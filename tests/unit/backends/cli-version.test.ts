import { describe, expect, test } from 'vitest'
import { ageOf, compareVersions, readVersion } from '../../../src/backends/cli-version.ts'

describe('the version that a CLI prints', () => {
  test.each([
    ['2.1.329 (Claude Code)', '2.1.329'],
    ['WARNING: aliases for 1.2.3 are off\ncodex-cli 0.169.0\n', '0.169.0'],
    ['v0.170.0-alpha.2', '0.170.0-alpha.2'],
    ['Usage: claude [options]', null],
    ['', null],
  ])('in %j is %s', (printed, version) => {
    expect(readVersion(printed)).toBe(version)
  })
})

test.each([
  ['0.169.0', '0.169.0', 0],
  ['0.170.0', '0.169.9', 1],
  ['2.1.1000', '2.1.329', 1],
  ['2.1.99', '2.1.329', -1],
  ['1.0.0-beta.2', '1.0.0', -1],
  ['1.0.0-beta.10', '1.0.0-beta.9', 1],
  ['2.39', '2.39.0', 0],
])('%s against %s is %i', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign)
  expect(Math.sign(compareVersions(b, a)) + sign).toBe(0)
})

test('what tells no version is neither newer nor older', () => {
  const seenOn = { program: 'pi', version: '0.73.1' }
  expect([
    ageOf('0.73.1', seenOn),
    ageOf('0.74.0', seenOn),
    ageOf('0.9.0', seenOn),
    ageOf(null, seenOn),
  ]).toEqual([...['same', 'newer', 'older', 'unreadable']])
})
