import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CsvError, parseCsv } from '../src/csv.js'

test('P1 rows end with LF or CRLF, and the last line break adds no row', () => {
  assert.deepEqual(parseCsv('a,b\r\n1,2\n3,4\n'), [
    ['a', 'b'],
    ['1', '2'],
    ['3', '4'],
  ])
  assert.deepEqual(parseCsv('a'), [['a']])
  assert.deepEqual(parseCsv(''), [])
})

test('P2 fields may be empty', () => {
  assert.deepEqual(parseCsv(',a,\n,,'), [
    ['', 'a', ''],
    ['', '', ''],
  ])
})

test('P3 a quoted field may hold commas and doubled quotes', () => {
  assert.deepEqual(parseCsv('"a,b","say ""hi"""\n'), [['a,b', 'say "hi"']])
  assert.deepEqual(parseCsv('"",x'), [['', 'x']])
})

test('P3 a quoted field may hold a line break', () => {
  assert.equal(
    parseCsv('id,note\n1,"first\nsecond"\n').length,
    2,
    'the quoted line break must not end the row',
  )
  assert.deepEqual(parseCsv('"a\r\nb",c'), [['a\r\nb', 'c']])
})

test('P4 a byte order mark is dropped', () => {
  assert.deepEqual(parseCsv('\uFEFFa,b'), [['a', 'b']])
})

test('P5 a quote that is never closed is an error at the line where it was opened', () => {
  assert.throws(
    () => parseCsv('a\nb,"c\nd\n'),
    (error) => error instanceof CsvError && error.line === 2,
  )
})
