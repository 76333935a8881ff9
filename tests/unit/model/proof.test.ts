import { expect, test } from 'vitest'
import { boxContent, holdsOurText } from '../../../src/model/proof.ts'
import { aMessage, aScreen } from '../../support/situation.ts'

const OURS = `Read the brief of the parser, then go on with the printer ${'and so on '.repeat(8)}[agents#7]`

test.each([
  ['the whole text', OURS],
  ['wrapped anywhere', OURS.replace(/(.{30})/g, '$1\n  ')],
  ['with its beginning scrolled out of the box', OURS.slice(60)],
])('%s is ours', (_what, composer) => {
  expect(holdsOurText(OURS, composer)).toBe(true)
})

test.each([
  ['no box', null],
  ['an empty box', ''],
  ['a beginning of it', OURS.slice(0, 60)],
  ['a beginning of it, and a person who went on', `${OURS.slice(0, 60)} but not now`],
  ['all of it and more', `${OURS} please`],
  ['a person in front of it', `Please: ${OURS}`],
  ['the end of it, too short to tell', '[agents#7]'],
  ['the same words for another message', OURS.replace('#7', '#8')],
  ['other words', 'Look at the failing test first, please.'],
])('%s is not', (_what, composer) => {
  expect(holdsOurText(OURS, composer)).toBe(false)
})

/** Whose the box is when it holds nothing but a mark for a paste of so many characters. */
function whoseFold(line: string, chars: number): string {
  const folded = { lines: null, chars }
  return boxContent(aMessage(1, { line, tagged: false }), aScreen({ composer: '[a paste]', folded }))
}

test('a folded paste is ours by its count, in characters or, with tabs as four blanks, in UTF-16 units', () => {
  const text = `\t${'🙂'.repeat(600)}`
  expect(whoseFold(text, 601)).toBe('ours')
  expect(whoseFold(text, 1204)).toBe('ours')
  expect(whoseFold(text, 1197)).toBe('other')
  expect(whoseFold(text, 900)).toBe('other')
})
