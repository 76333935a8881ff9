import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { formatProblems } from '../../../src/config/format.ts'
import { loadTeam } from '../../../src/config/load.ts'
import { missingFiles } from '../../../src/config/missing-files.ts'

const ENV = { HOME: '/home/me', AGENTS_WEBHOOK: 'https://example.org/hook' }
/** Made by the project that the example describes, not shipped. */
const MADE_LATER = /^work(\/|$)/

test.each([
  'agents.example.toml',
  'examples/builder-adversary/agents.toml',
  'examples/builder-adversary/agents.demo.toml',
])('%s is a right config', (name) => {
  const file = fileURLToPath(new URL(`../../../${name}`, import.meta.url))
  const text = readFileSync(file, 'utf8')
  const loaded = loadTeam(text, file, ENV)
  expect(loaded.ok ? '' : formatProblems(loaded.problems, text, name)).toBe('')
})

test('every file that agents.example.toml names is shipped', () => {
  const file = fileURLToPath(new URL('../../../agents.example.toml', import.meta.url))
  const text = readFileSync(file, 'utf8')
  const loaded = loadTeam(text, file, ENV)
  const missing = loaded.ok
    ? missingFiles(
        loaded.team,
        text,
        (path) => MADE_LATER.test(relative(dirname(file), path)) || existsSync(path),
      )
    : []
  expect(formatProblems(missing, text, 'agents.example.toml')).toBe('')
})
