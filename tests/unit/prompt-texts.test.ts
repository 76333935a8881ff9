import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parse } from 'smol-toml'
import { expect, test } from 'vitest'
import { loadTeam } from '../../src/config/load.ts'
import { templateValues } from '../../src/decide/text.ts'
import { emptyMemory } from '../../src/model/memory.ts'
import type { Team } from '../../src/model/team.ts'

const root = new URL('../../', import.meta.url).pathname
const example = 'examples/builder-adversary'

function read(file: string): string {
  return readFileSync(root + file, 'utf8')
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{[a-z_]+\.[a-z_]+\}/g) ?? [])].sort()
}

/** Paths of the Markdown files in a folder that are given to agents, relative to the repository. */
function texts(folder: string): string[] {
  return readdirSync(root + folder).flatMap((name) =>
    /^(?!README).*\.md$/.test(name) ? [`${folder}/${name}`] : [],
  )
}

const given = ['prompts', `${example}/roles`, `${example}/phases`].flatMap(texts)

function load(file: string): Team {
  const loaded = loadTeam(read(file), root + file, { HOME: '/home/me' })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return loaded.team
}

test('prompts/README.md lists exactly the placeholders that the watchdog fills in, and the prompts use each', () => {
  const team = load(`${example}/agents.demo.toml`)
  const filled = team.agents
    .slice(0, 1)
    .flatMap((agent) => Object.keys(templateValues(team, emptyMemory(), agent)))
  const listed = placeholders(read('prompts/README.md'))
  expect(listed).toEqual(filled.map((name) => `{${name}}`).sort())
  expect(placeholders(texts('prompts').map(read).join('\n'))).toEqual(listed)
})

test.each(['agents.example.toml', `${example}/agents.toml`, `${example}/agents.demo.toml`])(
  '%s is right',
  (file) => {
    expect(load(file).loop?.phases.length).toBe(2)
  },
)

test.each(given)('%s has no braces besides known placeholders', (file) => {
  const known = placeholders(read('prompts/README.md'))
  const braces = read(file).match(/\{[^}]*\}?/g) ?? []
  expect(braces.filter((brace) => !known.includes(brace))).toEqual([])
})

test.each(given)('%s cannot be taken for a wait or a finished phase when an agent prints it', (file) => {
  expect(read(file)).not.toMatch(/WAITING-UNTIL \S*\d/)
  expect(read(file)).not.toMatch(/^## DONE/m)
})

test('agents.example.toml names only files that the repository has', () => {
  expect(namedFiles(parse(read('agents.example.toml'))).filter((file) => !existsSync(root + file))).toEqual(
    [],
  )
})

test('the real team and the demo team are the same agents, phases and hand-offs', () => {
  const real = parse(read(`${example}/agents.toml`))
  const demo = parse(read(`${example}/agents.demo.toml`))
  const shape = (agents: unknown) =>
    (agents as Record<string, unknown>[]).map(({ name, kind, cwd, prompt }) => ({ name, kind, cwd, prompt }))
  expect(shape(demo.agent)).toEqual(shape(real.agent))
  expect(demo.loop).toEqual(real.loop)
})

/** Every prompt, kickoff and script that a parsed config names, wherever it stands. */
function namedFiles(value: unknown): string[] {
  if (typeof value === 'string')
    return /^[\w./-]+\.(md|toml)$/.test(value) && value.includes('/') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namedFiles) : []
}
