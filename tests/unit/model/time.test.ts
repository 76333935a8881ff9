import { expect, test } from 'vitest'
import { counted } from '../../../src/model/time.ts'

test('one thing is not told as several', () => {
  expect([0, 1, 2].map((count) => counted(count, 'death'))).toEqual(['0 deaths', '1 death', '2 deaths'])
  expect(counted(1, 'process', 'processes')).toBe('1 process')
  expect(counted(2, 'process', 'processes')).toBe('2 processes')
})
