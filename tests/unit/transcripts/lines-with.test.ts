import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesWith } from '../../../src/transcripts/lines-with.ts'

test('each line with a mark is told once, in order, however many marks are in it', () => {
  const text = 'three\nx one two one\n\ntwo\nthree\none\n'
  expect(found(text, ['one', 'two'])).toEqual(['x one two one', 'two', 'one'])
})

test('without a mark nothing is told', () => {
  expect(found('one\ntwo\n', ['four'])).toEqual([])
  expect(found('\n', ['four'])).toEqual([])
})

test('it finds what a search in every line finds', () => {
  const text = fc
    .array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' ') }))
    .map((lines) => `${lines.join('\n')}\n`)
  fc.assert(
    fc.property(text, (lines) => {
      const expected = lines.split('\n').filter((line) => line.includes('ab') || line.includes('é'))
      expect(found(lines, ['ab', 'é'])).toEqual(expected)
    }),
  )
})

function found(text: string, marks: string[]): string[] {
  return [...linesWith(Buffer.from(text), marks)].map(String)
}
