import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnFacts } from '../src/facts.js'

test('F1 F2 values, empty cells and different values are counted', () => {
  const [a, b] = columnFacts([['a', 'b'], ['x', ''], ['x'], ['y', 'z']])
  assert.deepEqual([a.name, a.values, a.empty, a.distinct], ['a', 3, 0, 2])
  assert.deepEqual([b.name, b.values, b.empty, b.distinct], ['b', 1, 2, 1])
})

test('F3 F4 numbers are compared as numbers', () => {
  const [n] = columnFacts([['n'], ['10'], ['9'], ['-3'], ['1e1']])
  assert.deepEqual([n.kind, n.min, n.max], ['number', -3, 10])
})

test('F3 what only looks like a number to JavaScript is text', () => {
  for (const value of ['0x10', 'Infinity', ' 5', '1_000']) {
    assert.equal(columnFacts([['n'], ['1'], [value]])[0].kind, 'text', value)
  }
})

test('F4 text has the first and the last value, an empty column has null', () => {
  const [a, b] = columnFacts([
    ['a', 'b'],
    ['pear', ''],
    ['Apple', ''],
  ])
  assert.deepEqual([a.kind, a.min, a.max], ['text', 'Apple', 'pear'])
  assert.deepEqual([b.kind, b.min, b.max], ['text', null, null])
  assert.deepEqual(columnFacts([]), [])
})

test('F5 a row that is too long is an error that names it', () => {
  assert.throws(() => columnFacts([['a'], ['1'], ['2', '3']]), /row 3/)
})
