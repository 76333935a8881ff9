import { expect, test } from 'vitest'
import { PROFILES } from '../../../src/backends/list.ts'
import { readRegistry } from '../../../src/backends/read-registry.ts'
import { readTitle } from '../../../src/backends/read-title.ts'
import type { ProfileName } from '../../../src/model/team.ts'

/** Titles as seen on the versions in the profiles' `seenOn`; Claude's spinner on 2.1.197. */
test.each<[ProfileName, string, string | null]>([
  ['codex', '⠹ project', 'working'],
  ['codex', 'project ⠹', 'working'],
  ['codex', '[ ! ] Action Required | project', 'permission'],
  ['codex', '[ . ] Action Required | project', 'permission'],
  ['codex', 'project', null],
  ['codex', 'vm', null],
  ['codex', 'what is ⠹braille', null],
  ['gemini', '✦  Working… (project)', 'working'],
  ['gemini', '◇  Ready (project)', 'idle'],
  ['gemini', '✋  Action Required (project)', 'permission'],
  ['gemini', 'vm', null],
  ['claude', '⠂ Claude Code', 'working'],
  ['claude', '✳ Claude Code', null],
  ['claude', 'vm', null],
])('the title of %s %j says %s', (name, title, says) => {
  expect(readTitle(PROFILES[name], title, 5)).toMatchObject({ teller: 'title', says, sinceMs: 5 })
})

test('a CLI that shows no state in its title is not asked', () => {
  expect(readTitle(PROFILES.opencode, '⠹ working', 5)).toBeNull()
})

test.each([
  ['busy', '', 'working'],
  ['idle', '', 'idle'],
  ['shell', '', 'background'],
  ['waiting', 'permission prompt', 'permission'],
  ['waiting', 'dialog open', 'question'],
  ['', '', null],
  ['dreaming', '', null],
])('the registry status %j, waiting for %j, says %s', (status, waitingFor, says) => {
  const entry = { status, waitingFor, sinceMs: 7 }
  expect(readRegistry(PROFILES.claude, entry)).toMatchObject({ teller: 'registry', says, sinceMs: 7 })
})
