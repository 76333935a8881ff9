import { expect, test } from 'vitest'
import { nearest } from '../../../src/cli/nearest.ts'

test.each([
  ['staus', 'status'],
  ['stauts', 'status'],
  ['pu', 'up'],
  ['dwon', 'down'],
  ['x', null],
  ['attach', null],
  ['', null],
])('%s most likely means %s', (typed, meant) => {
  expect(nearest(typed, ['status', 'up', 'down', 'restart', 'send'])).toBe(meant)
})
