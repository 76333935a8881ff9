import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flushEscape, type Key, NO_KEYS, readKeys } from '../../../src/rehearsal/keys.ts'

test('typed characters, Enter and the editing keys are told apart', () => {
  expect(keysOf(['hi\r\x7f\x15\n\x03'])).toEqual([
    { kind: 'text', text: 'hi' },
    { kind: 'enter' },
    { kind: 'backspace' },
    { kind: 'clear' },
    { kind: 'newline' },
    { kind: 'escape' },
  ])
})

test('arrows are known in both forms, other sequences are nothing', () => {
  expect(keysOf(['\x1b[A\x1bOB\x1b[1;5C\x1b[5~\x1b[I'])).toEqual([{ kind: 'up' }, { kind: 'down' }])
})

test('a paste is one key with its line breaks, and an Enter inside is none', () => {
  expect(keysOf(['\x1b[200~a\rb\r\nc\x1b[201~\r'])).toEqual([
    { kind: 'paste', text: 'a\nb\nc' },
    { kind: 'enter' },
  ])
})

test('a lone ESC is the Escape key only when nothing follows', () => {
  const { parser, keys } = readKeys(NO_KEYS, '\x1b')
  expect(keys).toEqual([])
  expect(flushEscape(parser).keys).toEqual([{ kind: 'escape' }])
  expect(readKeys(parser, '[A').keys).toEqual([{ kind: 'up' }])
})

test('a pause inside a paste does not end it', () => {
  const { parser } = readKeys(NO_KEYS, '\x1b[200~half\x1b')
  expect(flushEscape(parser)).toEqual({ parser, keys: [] })
  expect(readKeys(parser, '[201~').keys).toEqual([{ kind: 'paste', text: 'half' }])
})

test('a paste split anywhere over any chunks arrives whole', () => {
  const pasted = fc.string({
    unit: fc.constantFrom('a', '\n', '\t', '漢', '\x1b', '[', '2', '0', '~', ';', "'"),
  })
  const cuts = fc.array(fc.integer({ min: 0, max: 60 }))
  fc.assert(
    fc.property(pasted, cuts, (text, at) => {
      fc.pre(!`${text}\x1b[201~`.slice(0, -1).includes('\x1b[201~'))
      const input = `x\x1b[200~${text}\x1b[201~y`
      const expected: Key[] = [
        { kind: 'text', text: 'x' },
        { kind: 'paste', text },
        { kind: 'text', text: 'y' },
      ]
      expect(keysOf(split(input, at))).toEqual(expected)
    }),
  )
})

function keysOf(chunks: readonly string[]): Key[] {
  let parser = NO_KEYS
  return chunks.flatMap((chunk) => {
    const read = readKeys(parser, chunk)
    parser = read.parser
    return read.keys
  })
}

function split(input: string, cuts: readonly number[]): string[] {
  const ends = [...new Set([...cuts.filter((cut) => cut < input.length), input.length])].sort((a, b) => a - b)
  return ends.map((end, index) => input.slice(ends[index - 1] ?? 0, end))
}
