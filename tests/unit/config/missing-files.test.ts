import { expect, test } from 'vitest'
import { loadTeam } from '../../../src/config/load.ts'
import { missingFiles } from '../../../src/config/missing-files.ts'

const TEXT = `[watchdog]
prices = "prices.toml"

[defaults]
backend = "claude"
kickoff = "kick.md"
prompt = ["role.md", "gone.md"]

[[agent]]
name = "a"
cwd = "work/a"

[[agent]]
name = "b"
cwd = "work/b"
clone = true
prompt = "b.md"
wake = { every = "1h", prompt_file = "wake.md" }

[[service]]
name = "preview"
command = ["true"]
cwd = "site"

[loop]
repo = "origin.git"
phases = [{ id = "core", status = "S.md", kickoff = "core.md" }]
`

function missing(there: readonly string[]): string[] {
  const loaded = loadTeam(TEXT, '/srv/agents.toml', {})
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const problems = missingFiles(loaded.team, TEXT, (path) => there.includes(path))
  return problems.map(({ line, column, key, found }) => `${line}:${column} ${key} ${found}`)
}

test('each file that is not there is named once, where it is written', () => {
  expect(missing(['/srv/role.md'])).toEqual([
    '2:1 watchdog.prices "prices.toml", which is not there',
    '6:1 defaults.kickoff "kick.md", which is not there',
    '7:22 defaults.prompt[1] "gone.md", which is not there',
    '11:1 agent[0].cwd "work/a", which is not there',
    '17:1 agent[1].prompt "b.md", which is not there',
    '18:24 agent[1].wake.prompt_file "wake.md", which is not there',
    '23:1 service[0].cwd "site", which is not there',
    '27:43 loop.phases[0].kickoff "core.md", which is not there',
  ])
})

test('nothing is said when all is there; a folder that is cloned may come later', () => {
  const files = [
    'prices.toml',
    'kick.md',
    'role.md',
    'gone.md',
    'b.md',
    'wake.md',
    'core.md',
    'work/a',
    'site',
  ]
  expect(missing(files.map((file) => `/srv/${file}`))).toEqual([])
})
