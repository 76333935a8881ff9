import { expect, test } from 'vitest'
import { formatProblems } from '../../../src/config/format.ts'
import { loadTeam } from '../../../src/config/load.ts'
import type { Problem } from '../../../src/config/problem.ts'

function shown(text: string): string {
  const loaded = loadTeam(text, '/srv/demo/agents.toml', {})
  return loaded.ok ? '' : formatProblems(loaded.problems, text, 'agents.toml')
}

test('a problem shows its place, what was meant, and its line with a caret', () => {
  expect(shown('[[agent]]\nname = "a"\nbackend = "claude"\n  wach = "heal"\n')).toBe(
    [
      'agents.toml:4:3  agent[0].wach: unknown key; did you mean "watch"?',
      '    4 |   wach = "heal"',
      '      |   ^',
    ].join('\n'),
  )
})

test('what was found and what was expected are said for a wrong value', () => {
  expect(shown('[[agent]]\nname = "a"\nbackend = "claude"\nwatch = "heel"\n')).toContain(
    'agent[0].watch: found "heel", expected one of: none, heal, heal+stall; did you mean "heal"?',
  )
})

test('escape sequences and marks that reverse text reach no terminal, and the caret stays under its column', () => {
  const problem: Problem = {
    file: 'f',
    line: 1,
    column: 5,
    key: 'k\u001b[2J',
    found: '\u202ex',
    expected: 'y',
    mend: 'z\u0007',
  }
  expect(formatProblems([problem], '\ta\u001b\u202ebad')).toBe(
    'f:1:5  k [2J: found  x, expected y; z \n    1 |  a  bad\n      |     ^',
  )
})

test('a very long line is cut around the column', () => {
  const text = `${'x'.repeat(5000)} = 1\n`
  const problem: Problem = {
    file: 'f',
    line: 1,
    column: 5002,
    key: 'k',
    found: 'x',
    expected: 'y',
    mend: 'z',
  }
  const [, source = '', caret = ''] = formatProblems([problem], text).split('\n')
  expect(source.length).toBeLessThan(120)
  expect(source[caret.indexOf('^')]).toBe('=')
})
