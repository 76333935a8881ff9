import { expect, test } from 'vitest'
import { driftOf } from '../../support/screens/drift.ts'

test('what chance decides is no drift: times, ids, spinners, verbs, counts and tips', () => {
  const older = [
    '✢ Wibbling… (3s · ↓ 8 tokens)',
    '  Worked for 4s • 00:05',
    '[main be4aea5] hi',
    '❯ Try "edit a.ts"',
  ]
  const newer = [
    '✻ Sketching… (1m 12s · ↓ 90 tokens)',
    '  Worked for 9s • 11:48',
    '[main 1f00d2c] hi',
    '❯ Try "fix it"',
  ]
  expect(driftOf(older, newer)).toEqual([])
})

test('rows that went and came are told in their order, with what they said', () => {
  expect(driftOf(['a', 'b', 'same', 'c'], ['a', 'same', 'd', 'c', 'e'])).toEqual(['- b', '+ d', '+ e'])
})

test('another word in a row is a drift', () => {
  expect(driftOf(['  esc to interrupt'], ['  esc to stop'])).toEqual([
    '-   esc to interrupt',
    '+   esc to stop',
  ])
})
