import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createOutput, type Output, paint } from '../../../src/cli/output.ts'
import { displayWidth, printable } from '../../../src/cli/printable.ts'
import { memorySink } from '../../support/fake-terminal.ts'

function printed(
  isTTY: boolean,
  env: Record<string, string>,
  print: (output: ReturnType<typeof createOutput>) => void,
) {
  const sink = memorySink(isTTY)
  print(createOutput(sink, memorySink(), env))
  return sink.text
}

test('colour shows on a terminal, not in a pipe, not with NO_COLOR, not on a dumb terminal', () => {
  const red = (isTTY: boolean, env = {}) => printed(isTTY, env, (output) => output.line(paint('red', 'dead')))
  expect(red(true)).toBe('\x1b[31mdead\x1b[39m\n')
  expect(red(false)).toBe('dead\n')
  expect(red(true, { NO_COLOR: '1' })).toBe('dead\n')
  expect(red(true, { TERM: 'dumb' })).toBe('dead\n')
})

test('columns are aligned by what the terminal shows, and the last one is not padded', () => {
  const text = printed(false, {}, (output) =>
    output.table(
      ['agent', 'state', 'since'],
      [
        ['builder', paint('green', 'working'), '3m'],
        ['審査', 'idle', '12s'],
        ['née\u0301', 'dead', 4],
      ],
    ),
  )
  expect(text.split('\n')).toEqual([
    'agent    state    since',
    'builder  working  3m',
    '審査     idle     12s',
    'née\u0301      dead     4',
    '',
  ])
})

test('a datum cannot steer the terminal: its control characters are gone and it stays on its line', () => {
  expect(printable('a\x1b[2Jb\nc\td\x07\x9b31me\u202Ef\u200Bg')).toBe('ab c defg')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = printed(false, {}, (output) => output.line('x', text, paint('red', text)))
      expect(line).not.toMatch(/[^\n\P{Cc}]/u)
      expect(line.split('\n')).toHaveLength(2)
    }),
  )
})

test('JSON gives a program the very value and a terminal nothing to obey', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = printed(false, {}, (output) => output.json(value))
      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value))
      expect(text).not.toMatch(/[^\n\P{Cc}]/u)
    }),
  )
})

test('a wide character takes two columns and a combining one none', () => {
  expect(displayWidth('abc')).toBe(3)
  expect(displayWidth('審査')).toBe(4)
  expect(displayWidth('✅')).toBe(2)
  expect(displayWidth('e\u0301')).toBe(1)
})

test('a frame is drawn over the last one on a terminal, cut to its height, and below it elsewhere', () => {
  const draw = (frame: Output) => ['one', 'two', 'three'].forEach((text) => void frame.line(text))
  const terminal = { ...memorySink(true), rows: 3 }
  createOutput(terminal, memorySink(), {}).frame(draw)
  expect(terminal.text).toBe('\x1b[Hone\x1b[K\ntwo\x1b[K\n\x1b[J')
  expect(printed(false, {}, (output) => output.frame(draw))).toBe('one\ntwo\nthree\n')
})
