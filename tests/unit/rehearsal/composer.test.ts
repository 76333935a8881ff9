import { expect, test } from 'vitest'
import { type Composer, EMPTY, pressKey, shownText } from '../../../src/rehearsal/composer.ts'
import type { Key } from '../../../src/rehearsal/keys.ts'

const ENTER: Key = { kind: 'enter' }

test('Enter submits the text and empties the composer', () => {
  const { composer, submission } = pressKey(typed('hello'), ENTER, 0)
  expect(submission).toEqual({ text: 'hello', shown: 'hello' })
  expect(shownText(composer)).toBe('')
})

test('Enter on nothing but blanks submits nothing', () => {
  expect(pressKey(typed('  '), ENTER, 0).submission).toBeUndefined()
})

test('an Enter less than 50 ms after a paste is a line break, a later one submits', () => {
  const { composer } = pressKey(EMPTY, { kind: 'paste', text: 'pasted' }, 1000)
  expect(shownText(pressKey(composer, ENTER, 1049).composer)).toBe('pasted\n')
  expect(pressKey(composer, ENTER, 1050).submission?.text).toBe('pasted')
})

test('a short paste is shown, a long one folded and submitted whole', () => {
  const lines = Array.from({ length: 13 }, (_, line) => `${line}`).join('\n')
  const keys: Key[] = [
    { kind: 'paste', text: 'a\nb ' },
    { kind: 'paste', text: lines },
    { kind: 'paste', text: 'x'.repeat(801) },
  ]
  const composer = keys.reduce((before, key) => pressKey(before, key, 0).composer, EMPTY)
  const shown = 'a\nb [Pasted text #1 +12 lines][Pasted text #2]'
  expect(shownText(composer)).toBe(shown)
  expect(pressKey(composer, ENTER, 100).submission).toEqual({
    text: `a\nb ${lines}${'x'.repeat(801)}`,
    shown,
  })
})

test('Backspace takes one character, of any kind, or a folded paste as a whole', () => {
  const backspace: Key = { kind: 'backspace' }
  expect(shownText(pressKey(typed('a😀'), backspace, 0).composer)).toBe('a')
  const folded = pressKey(typed('a'), { kind: 'paste', text: '\n'.repeat(20) }, 0).composer
  expect(shownText(pressKey(folded, backspace, 0).composer)).toBe('a')
  expect(shownText(pressKey(EMPTY, backspace, 0).composer)).toBe('')
})

test('so many Enters are swallowed, but only with text in the composer', () => {
  const trap: Composer = { ...EMPTY, swallow: 1 }
  const filled = pressKey(pressKey(trap, ENTER, 0).composer, { kind: 'text', text: 'hi' }, 0).composer
  const once = pressKey(filled, ENTER, 0)
  expect(once.submission).toBeUndefined()
  expect(pressKey(once.composer, ENTER, 0).submission?.text).toBe('hi')
})

function typed(text: string): Composer {
  return pressKey(EMPTY, { kind: 'text', text }, 0).composer
}
