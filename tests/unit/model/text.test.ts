import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanForLine, cleanForReading, cleanForTyping } from '../../../src/model/text.ts'

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
})

test.each([
  ['CRLF and a lone CR become LF', 'a\r\nb\rc\n', 'a\nb\nc\n'],
  ['tabs and blanks stay', ' a\tb ', ' a\tb '],
  ['escape sequences lose their escape', '\x1b[201~rm\x1b]2;x\x07', '[201~rm]2;x'],
  ['interrupts, NUL, DEL and C1 go', '\x03\x04\0a\x7f\u009b31m\u0085', 'a31m'],
  ['lone surrogates go, pairs stay', '\ud800a\udc00👍', 'a👍'],
  ['joiners, accents and directions stay', 'e\u0301👩‍👧\u202e', 'e\u0301👩‍👧\u202e'],
])('typing: %s', (_, text, expected) => {
  expect(cleanForTyping(text)).toBe(expected)
})

test('no text leaves a control byte but tab and line feed, and cleaning twice is cleaning once', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const clean = cleanForTyping(text)
      const bytes = [...clean].map((character) => character.codePointAt(0) ?? 0)
      expect(
        bytes.every((code) => code === 9 || code === 10 || (code >= 32 && code < 127) || code > 159),
      ).toBe(true)
      expect(clean.isWellFormed()).toBe(true)
      expect(cleanForTyping(clean)).toBe(clean)
    }),
  )
})

test.each([
  ['line breaks and tabs become one blank', ' a\r\n\n\tb\u2028c ', 'a b c'],
  ['bidi marks and invisible characters go', 'a\u202eb\u200bc\u2066d\ufeffe\u{e0041}f', 'abcdef'],
  ['control characters go', 'a\x1b[31mb\0', 'a[31mb'],
])('a line: %s', (_, text, expected) => {
  expect(cleanForLine(text)).toBe(expected)
})

test('a long line is cut to its limit, never inside a character', () => {
  expect(cleanForLine('abcdef', 4)).toBe('abc…')
  expect(cleanForLine('abcd', 4)).toBe('abcd')
  expect(cleanForLine('👍👍👍', 3)).toBe('👍👍👍')
  expect(cleanForLine('👍👍👍👍', 3)).toBe('👍👍…')
})

test.each([
  ['\u001b[1;31mred\u001b[0m', 'red'],
  ['\u001b]8;;https://x.y\u0007link\u001b]8;;\u001b\\', 'link'],
  ['\u009b31mC1 red', 'C1 red'],
  ['\u001bPq#0;2;0\u001b\\after a DCS', 'after a DCS'],
  ['\u001b]0;a title that never ends\nnext', '0;a title that never ends\nnext'],
  ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['\u202eevil\u200b\u2066', 'evil'],
  ['\tcolumns stay\n  and margins', '\tcolumns stay\n  and margins'],
])('for reading, %j is %j', (text, cleaned) => {
  expect(cleanForReading(text)).toBe(cleaned)
})

test('no text leaves anything for a terminal to obey, when it is cleaned for reading', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanForReading(text)).not.toMatch(/[^\P{Cc}\t\n]|\p{Cs}|\p{Default_Ignorable_Code_Point}/u)
    }),
  )
})

test.each(['\u001b', '\u001b[', '\u001b]', '\u001b[0', '\u001bP;', ';'])(
  'a megabyte of %j is cleaned in no time',
  (text) => {
    const startMs = performance.now()
    cleanForReading(`\u001b]${text.repeat(1_000_000 / text.length)}`)
    expect(performance.now() - startMs).toBeLessThan(1000)
  },
)
