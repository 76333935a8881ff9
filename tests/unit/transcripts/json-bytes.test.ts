import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NONE, skipValue } from '../../../src/transcripts/json-bytes.ts'

/** Pieces of JSON and near misses, so that many of the texts made of them are almost valid. */
const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '"a"',
    '"\\u00e9"',
    '"\\u12"',
    '"\\x"',
    '"\t"',
    '"é"',
    '""',
    '"\\\\"',
  ],
  ...[
    '0',
    '-',
    '-0',
    '1.5',
    '1.',
    '01',
    '2e3',
    '2E+',
    '.5',
    'true',
    'fals',
    'null',
    ' ',
    '\r',
    'NaN',
    '\u00a0',
  ],
]

test('a value is skipped exactly when JSON.parse takes it', () => {
  const any = fc.oneof(
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join('')),
    fc
      .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom(...PIECES))
      .map(([value, at, piece]) => inserted(JSON.stringify(value), at, piece)),
  )
  fc.assert(
    fc.property(any, (text) => {
      const bytes = Buffer.from(text.trim())
      expect(skipValue(bytes, 0) === bytes.length).toBe(isJson(text.trim()))
    }),
    { numRuns: 5_000 },
  )
})

test('each number is read to its end, and one that JSON does not have is none', () => {
  for (const text of ['0', '-0', '10', '-1.50', '1e9', '1E-9', '2.5e+10']) {
    expect(skipValue(Buffer.from(`${text},`), 0), text).toBe(text.length)
  }
  for (const text of ['-', '+1', '.5', '1.', '1e', '1e+', 'x']) {
    expect(skipValue(Buffer.from(text), 0), text).toBe(NONE)
  }
})

test('a value that is nested without end is given up, and does not end the process', () => {
  expect(skipValue(Buffer.from('['.repeat(1_000_000)), 0)).toBe(NONE)
})

function inserted(text: string, at: number, piece: string): string {
  const cut = at % (text.length + 1)
  return text.slice(0, cut) + piece + text.slice(cut)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
