import { describe, expect, test } from 'vitest'
import { folded, shortened, usageText, wrapped } from '../../../src/cli/log-words.ts'
import { displayWidth } from '../../../src/cli/printable.ts'
import { NO_TOKENS } from '../../../src/model/tokens.ts'
import { nastyTexts } from '../../support/nasty-texts.ts'

test('a folded text is one line, and shows where its lines ended', () => {
  expect(folded('\n first\n\n\tsecond  \n')).toBe('first ⏎ second')
})

describe('shortened', () => {
  const text = `it begins ${'and goes on '.repeat(20)}and it ends`

  test('the begin and the end of a result stay, and no word is cut', () => {
    const short = shortened(text, 60)
    expect(short).toMatch(/^it begins( and| goes| on)+ …( and| goes| on)+ and it ends$/)
    expect(short.length).toBeLessThanOrEqual(60)
  })

  test('of a call the begin stays', () => {
    expect(shortened(text, 30, { keepStart: true })).toBe('it begins and goes on and …')
  })

  test('what was searched for stays, wherever it is', () => {
    const hidden = `${'before '.repeat(40)}needle${' after'.repeat(40)}`
    const found = { index: hidden.indexOf('needle'), length: 6 }
    expect(shortened(hidden, 40, { found })).toMatch(/^… .*needle.* …$/)
    expect(shortened(hidden, 40)).not.toContain('needle')
  })

  test('no text becomes longer than asked for, and no character is cut in half', () => {
    for (const nasty of nastyTexts(300, 7)) {
      const whole = nasty.replace(/\p{Cs}/gu, '')
      const short = shortened(whole, 25)
      expect(short.length).toBeLessThanOrEqual(25)
      expect(short).not.toMatch(/\p{Cs}/u)
    }
  })
})

describe('wrapped', () => {
  test('lines end between words, and the text of a list item stays under itself', () => {
    expect(wrapped('  - one two three four', 14)).toEqual(['  - one two', '    three four'])
  })

  test('a word without a blank is broken; wide characters count twice', () => {
    expect(wrapped('漢字漢字漢字', 8)).toEqual(['漢字漢字', '漢字'])
  })

  test('no line is wider than the terminal, and no word is lost', () => {
    for (const nasty of nastyTexts(300, 8)) {
      const line = nasty.replace(/[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu, ' ')
      const lines = wrapped(line, 20)
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(20)
      expect(lines.join('').replace(/\s/g, '')).toBe(line.replace(/\s/g, ''))
    }
  })
})

test('usage names the whole prompt and answer, and what in them was special', () => {
  const tokens = {
    ...NO_TOKENS,
    input: 12,
    output: 340,
    reasoning: 60,
    cacheRead: 45_210,
    cacheWrite5m: 3200,
  }
  expect(usageText({ tokens, model: 'opus' })).toBe(
    '48,422 in (45,210 cached, 3,200 written) · 400 out (60 reasoning) · opus',
  )
  expect(usageText({ tokens: { ...NO_TOKENS, input: 1 }, model: '' })).toBe('1 in · 0 out')
})
