import { describe, expect, it } from 'vitest'
import { readSubject } from '../../src/observe/commit-subject.ts'

const USUAL = { claim: /^claim/, review: /^review/ }
const claimOf = (subject: string, patterns = USUAL) => readSubject(subject, patterns).claim
const reviewOf = (subject: string) => readSubject(subject, USUAL).review

describe('the label of a claim', () => {
  it.each([
    ['claim(parser): ready', 'parser'],
    ['claim(feat: parser): ready', 'parser'],
    ['claim(feat:parser)', 'parser'],
    ['claim (parser) ready', 'parser'],
    ['claim(  two   words ): x', 'two words'],
    ['claim(add f(x) and g(y(z))): x', 'add f(x) and g(y(z))'],
    ['claim(größe 日本 🚀)', 'größe 日本 🚀'],
    ['claim(never closed', 'never closed'],
    ['claim()', ''],
    ['claim: foo', ''],
    ['claim: foo (bar)', ''],
    ['claim', ''],
  ])('%s → %s', (subject, label) => {
    expect(claimOf(subject)).toBe(label)
  })

  it('is the same however its letters are composed', () => {
    expect(claimOf('claim(gro\u0308\u00dfe)')).toBe(claimOf('claim(gr\u00f6\u00dfe)'))
  })

  it('of 300 letters is kept whole, a longer one is cut', () => {
    expect(claimOf(`claim(${'a'.repeat(300)}): x`)).toBe('a'.repeat(300))
    expect(claimOf(`claim(${'a'.repeat(400)}): x`)).toBe('a'.repeat(300))
  })

  it('is found when the pattern itself holds the parenthesis, and with the g and y flags', () => {
    const patterns = { claim: /^claim\(/gy, review: /^review/ }
    expect(claimOf('claim(a): x', patterns)).toBe('a')
    expect(claimOf('claim(b): x', patterns)).toBe('b')
  })

  it('is not read from other subjects', () => {
    expect(claimOf('fix: claim(x)')).toBeNull()
    expect(claimOf('review(x): PASS')).toBeNull()
  })
})

describe('the verdict of a review', () => {
  it.each([
    ['review(a): PASS', 'a', 'PASS'],
    ['review(a): FAIL - no tests', 'a', 'FAIL'],
    ['review(feat: a): VETO', 'a', 'VETO'],
    ['review(a) pass with remarks', 'a', 'PASS'],
    ['review(a(b)) – FAIL', 'a(b)', 'FAIL'],
    ['review: PASS', '', 'PASS'],
    ['review(a): not a PASS', 'a', null],
    ['review(a): PASSABLE', 'a', null],
    ['review(a)', 'a', null],
  ])('%s → %s %s', (subject, label, verdict) => {
    expect(reviewOf(subject)).toEqual({ label, verdict })
  })
})
