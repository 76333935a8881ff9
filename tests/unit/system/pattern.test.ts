import { expect, test } from 'vitest'
import { compileLinear } from '../../../src/system/pattern.ts'

function compiled(source: string, multiline = false): RegExp {
  const pattern = compileLinear(source, multiline)
  if (!(pattern instanceof RegExp)) throw new Error(pattern.error)
  return pattern
}

test('a pattern that explodes elsewhere answers at once', () => {
  const started = performance.now()
  expect(compiled('(a+)+b').test('a'.repeat(50_000))).toBe(false)
  expect(performance.now() - started).toBeLessThan(1000)
})

test('ordinary patterns match as they always do', () => {
  expect(compiled('^[Cc]laim\\((\\w+)\\)').exec('claim(parse): done')?.[1]).toBe('parse')
  expect(compiled('a{2,3}|b').test('xaa')).toBe(true)
  expect(compiled('^two$').test('one\ntwo')).toBe(false)
  expect(compiled('^two$', true).test('one\ntwo')).toBe(true)
})

test.each([
  ['(?=a)b', 'look-ahead'],
  ['(?!a)b', 'look-ahead'],
  ['(?<=(a))b', 'a group in a look-behind'],
  ['(a)\\1', 'a back reference'],
  ['(?<n>a)\\k<n>', 'a back reference'],
  ['(?i:claim)', 'an inline flag'],
  ['a{1,5000}', 'a big counted repeat'],
])('%s is refused since it has %s, with a mend', (source, reason) => {
  expect(compileLinear(source)).toMatchObject({
    error: `cannot run in linear time: it has ${reason}`,
    mend: expect.stringMatching(/./),
  })
})

test('a pattern that is no regular expression says why', () => {
  expect(compileLinear('[a')).toMatchObject({ error: 'Unterminated character class' })
  expect(compileLinear('a/:(')).toMatchObject({ error: 'Unterminated group' })
})
