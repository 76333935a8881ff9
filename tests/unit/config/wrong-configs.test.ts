import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sentence } from '../../../src/config/format.ts'
import { loadTeam } from '../../../src/config/load.ts'

// Each file ends with the problems that people must see for it: `#! line:column  sentence`. Comments change no position.
const folder = new URL('../../fixtures/configs/wrong/', import.meta.url)
const ENV = { HOME: '/home/me', AGENTS_TEST_EMPTY: '' }
const files = readdirSync(folder)

test('there are at least twenty wrong configs', () => {
  expect(files.length).toBeGreaterThanOrEqual(20)
})

test.each(files)('%s: every problem is named with its line, its column and its mend', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8')
  const expected = text.split('\n').flatMap((line) => (line.startsWith('#! ') ? [line.slice(3)] : []))
  const loaded = loadTeam(text, '/srv/demo/agents.toml', ENV)
  const problems = loaded.ok ? [] : loaded.problems
  expect(problems.map((problem) => `${problem.line}:${problem.column}  ${sentence(problem)}`)).toEqual(
    expected,
  )
  expect(problems.length).toBeGreaterThan(0)
  for (const problem of problems) expect(problem.mend).not.toBe('')
})
