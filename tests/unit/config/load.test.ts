// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is how agents.toml names a variable
import { readFileSync } from 'node:fs'
import { parse, stringify } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { loadTeam } from '../../../src/config/load.ts'
import type { Path } from '../../../src/config/positions.ts'
import { keyText } from '../../../src/config/positions.ts'
import { teamFile } from '../../../src/config/schema.ts'
import { shapeOf } from '../../../src/config/shape.ts'
import type { Agent, Team } from '../../../src/model/team.ts'

const ENV = { HOME: '/home/me', HOOK: 'https://example.org/hook' }
const FILE = '/srv/Night Shift/agents.toml'
const FULL = readFileSync(new URL('../../fixtures/configs/good/full.toml', import.meta.url), 'utf8')

function load(text: string): Team {
  const loaded = loadTeam(text, FILE, ENV)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1))
  return loaded.team
}

function agentOf(text: string): Agent | undefined {
  return load(text).agents[0]
}

const AGENT = '[[agent]]\nname = "a"\nbackend = "claude"\n'
const LOOP = '[loop]\nrepo = "origin.git"\nphases = [{ id = "core", status = "S.md" }]\n'

describe('a file that says almost nothing', () => {
  const team = load(AGENT + LOOP)

  test('looks every 15 s and sweeps every 5 min', () => {
    expect(team.watchdog).toMatchObject({ signalIntervalMs: 15_000, heavyIntervalMs: 300_000, heal: 'act' })
    expect(team.watchdog).toMatchObject({ columns: 200, rows: 50 })
  })

  test('logs the tokens of each gate, at the prices of the package', () => {
    expect(team.watchdog).toMatchObject({ logTokens: true, tokenGranularity: 'gate', priceFile: null })
    expect(team.agents[0]?.backend).toMatchObject({ billing: null, firstRun: 'team' })
  })

  test('names sessions and servers after its folder, made safe for tmux', () => {
    expect(team.watchdog.sessionPrefix).toBe('Night-Shift-')
    expect(team.watchdog.socket).toMatch(/^agents-Night-Shift-[0-9a-f]{6}$/)
  })

  test('keeps its state beside the file', () => {
    expect(team.watchdog.stateDir).toBe('/srv/Night Shift/.agents')
  })

  test('has thresholds of 15 min silence, 3 min grace, and restarts from 1 s to 10 min, five in 15 min', () => {
    const restart = { backoffMs: 1000, maxBackoffMs: 600_000, burst: 5, withinMs: 900_000 }
    expect(team.agents[0]).toMatchObject({ stallIdleMs: 900_000, stallGraceMs: 180_000, restart })
  })

  test('makes a loop agent of an agent, watched for death and stall, with the CLI as it comes', () => {
    const agent = team.agents[0]
    expect(agent).toMatchObject({ kind: 'loop', watch: 'heal+stall', cwd: '/srv/Night Shift', clone: false })
    expect(agent?.backend).toMatchObject({
      name: 'claude',
      profile: 'claude',
      command: null,
      model: null,
      env: {},
    })
  })

  test('watches the branch main for claims and reviews that ping nobody', () => {
    expect(team.loop).toMatchObject({
      repo: '/srv/Night Shift/origin.git',
      branch: 'main',
      doneMarker: '## DONE',
      doneNudge: true,
    })
    expect(team.loop?.handoff).toEqual({
      claimPattern: '^claim',
      reviewPattern: '^review',
      claimPings: [],
      reviewPings: [],
      inboxes: [],
    })
    expect(team.loop?.phases).toEqual([
      { id: 'core', title: 'core', status: 'S.md', kickoff: null, agents: null },
    ])
  })
})

test('two folders of one name have different tmux servers', () => {
  const sockets = ['/a/team/agents.toml', '/b/team/agents.toml'].map((file) => {
    const loaded = loadTeam(AGENT, file, ENV)
    return loaded.ok ? loaded.team.watchdog.socket : ''
  })
  expect(new Set(sockets).size).toBe(2)
})

test('without a loop an agent is persistent and only healed', () => {
  expect(agentOf(AGENT)).toMatchObject({ kind: 'persistent', watch: 'heal' })
})

test('an agent takes from [watchdog] and [defaults] what it does not say itself, key by key', () => {
  const { agents } = load(FULL)
  expect(agents[0]).toMatchObject({
    kind: 'loop',
    stallIdleMs: 660_000,
    stallGraceMs: 61_000,
    env: { TEAM: '1' },
  })
  expect(agents[0]?.restart).toEqual({
    backoffMs: 2000,
    maxBackoffMs: 300_000,
    burst: 6,
    withinMs: 1_200_000,
  })
  expect(agents[1]).toMatchObject({ kind: 'persistent', stallIdleMs: 720_000, env: { TEAM: '1', OWN: '1' } })
})

test("the scripts of [defaults] are the scripted agents' alone", () => {
  const [plain, special, scripted] = load(FULL).agents
  expect(plain?.script).toBeNull()
  expect(special?.script).toBe('/srv/Night Shift/special.script.toml')
  expect(scripted?.script).toBe('/srv/Night Shift/all.script.toml')
})

test('variables are replaced in commands, environments and the webhook', () => {
  const { agents, notify } = load(FULL)
  expect(agents[0]?.backend.command).toEqual(['/home/me/bin/claude', '--fast'])
  expect(agents[0]?.backend.env).toEqual({ KEY: '/home/me/key' })
  expect(notify.webhook).toBe('https://example.org/hook')
})

test.each([
  ['origin.git', '/srv/Night Shift/origin.git'],
  ['/srv/git/x.git', '/srv/git/x.git'],
  ['git@example.org:team/x.git', 'git@example.org:team/x.git'],
  ['box:x.git', 'box:x.git'],
  ['./odd:name.git', '/srv/Night Shift/odd:name.git'],
  ['https://example.org/x.git', 'https://example.org/x.git'],
  ['ssh://git@example.org/x.git', 'ssh://git@example.org/x.git'],
  ['file:///srv/x.git', 'file:///srv/x.git'],
])('the repository %s becomes %s', (repo, expected) => {
  expect(load(AGENT + LOOP.replace('origin.git', repo)).loop?.repo).toBe(expected)
})

test('a byte order mark and Windows line ends do no harm', () => {
  expect(load(`\uFEFF${AGENT.replaceAll('\n', '\r\n')}`).agents[0]?.name).toBe('a')
  const loaded = loadTeam(`\uFEFFnotify = { x = 1 }\r\n${AGENT}wach = 1`, FILE, ENV)
  expect(loaded.ok ? [] : loaded.problems.map(({ line, column }) => [line, column])).toEqual([
    [1, 12],
    [5, 1],
  ])
})

test('the values of secrets are in no problem', () => {
  const text =
    '[[agent]]\nname = "a"\nbackend = "claude"\nenv = { A = "canary-1\\u0000" }\n[notify]\nwebhook = "ftp://canary-2"\n'
  const text2 = '[notify]\nwebhook = "${CANARY}"\n[loop]\nrepo = "ext+x://me:canary-3@host"\n'
  const problems = [text, text2].map((one) => loadTeam(one, FILE, { ...ENV, CANARY: 'canary-4' }))
  expect(problems.every((one) => !one.ok)).toBe(true)
  expect(JSON.stringify(problems)).not.toMatch(/canary-\d/)
})

test('a wrong kind of agent is complained of once, not at each place that names it', () => {
  const text = `[[agent]]\nname = "a b"\nbackend = "claude"\n${LOOP}[loop.handoff]\nclaim_pings = "a b"\n`
  const loaded = loadTeam(text, FILE, ENV)
  expect(loaded.ok ? [] : loaded.problems.map(({ key }) => key)).toEqual([
    'agent[0].name',
    'loop.handoff.claim_pings',
  ])
})

describe('every key ends in the Team', () => {
  const keys = leavesOf(parse(FULL), [])

  test('and the full file has them all', () => {
    const written = new Set(keys.map(({ path }) => keyText(path.filter((step) => typeof step === 'string'))))
    const known = schemaKeys(teamFile, [])
    // These stand in for each other: every or cron, prompt or prompt_file; a default and the key itself.
    const either = [
      'agent.wake.every',
      'agent.wake.prompt',
      'defaults.wake.cron',
      'defaults.wake.tz',
      'defaults.wake.prompt_file',
    ]
    const restarts = ['defaults.restart.backoff', 'defaults.restart.max_backoff', 'defaults.restart.within']
    expect(known.filter((key) => !written.has(key)).sort()).toEqual([...either, ...restarts].sort())
  })

  test.each(keys.map(({ path, value }) => [keyText(path), path, value] as const))('%s', (_, path, value) => {
    const before = parse(FULL)
    // Agents and services that say something themselves do not ask [watchdog].
    if (path[0] === 'watchdog') silence(before)
    const after = structuredClone(before)
    change(after, path, value)
    const loaded = loadTeam(stringify(after), FILE, ENV)
    // Another name breaks what refers to it, which is an effect too; everything else loads, and differently.
    if (loaded.ok) expect(loaded.team).not.toEqual(load(stringify(before)))
    else expect(loaded.problems.map(({ key }) => key)).not.toContain(keyText(path))
  })
})

interface Leaf {
  readonly path: Path
  readonly value: unknown
}

function leavesOf(value: unknown, path: Path): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]))
}

/** Dotted names of all keys that hold values; free names are left out as the full file chooses them. */
function schemaKeys(schema: Parameters<typeof shapeOf>[0], path: readonly string[]): string[] {
  const shape = shapeOf(schema)
  if (shape.is === 'named')
    return shapeOf(shape.value).is === 'value' ? [] : schemaKeys(shape.value, [...path, 'fast'])
  if (shape.is === 'list' && shapeOf(shape.item).is === 'table') return schemaKeys(shape.item, path)
  if (shape.is !== 'table') return [path.join('.')]
  return Object.entries(shape.entries).flatMap(([key, entry]) => schemaKeys(entry, [...path, key]))
}

const OTHER: Readonly<Record<string, readonly string[]>> = {
  size: ['121x40'],
  heal: ['act'],
  token_granularity: ['gate'],
  billing: ['api'],
  first_run: ['none'],
  context_full: ['fresh'],
  on_limit: ['wait'],
  watch: ['none', 'heal'],
  kind: ['task'],
  backend: ['claude'],
  profile: ['codex'],
  submit_key: ['Enter'],
  cron: ['0 10 * * 1-5'],
  tz: ['Europe/Paris'],
  on: ['complete'],
  webhook: ['https://example.org/other'],
  claim_pings: ['scripted-too'],
  review_pings: ['scripted-too'],
  pings: ['scripted-too'],
  agents: ['scripted-too'],
}

type Table = Record<string | number, unknown>

/** Puts another right value at that place. */
function change(file: Table, path: Path, value: unknown): void {
  let holder = file
  for (const step of path.slice(0, -1)) holder = holder[step] as Table
  const key = String(path.filter((step) => typeof step === 'string').at(-1))
  holder[path.at(-1) ?? ''] = OTHER[key]?.find((other) => other !== value) ?? another(value)
}

function another(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  return /^\d+(ms|m|h)$/.test(String(value))
    ? `${parseInt(String(value), 10) + 1}${String(value).replace(/\d+/, '')}`
    : `${value}x`
}

function silence(file: Table): void {
  const members = [file.defaults, ...(file.agent as Table[]), ...(file.service as Table[])] as Table[]
  for (const member of members) for (const key of ['stall_idle', 'stall_grace', 'restart']) delete member[key]
}
