import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Prepared, prepare } from '../../../src/act/prepare.ts'
import { launchAgent } from '../../../src/backends/launch.ts'
import type { Backend } from '../../../src/model/team.ts'
import { aBackend, anAgent, aTeam } from '../../support/situation.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agents-prepare-'))
  for (const name of ['home', 'work', 'state']) mkdirSync(join(root, name))
})
afterEach(() => rmSync(root, { recursive: true }))

const at = (...names: string[]) => join(root, ...names)
const KEY = 'dummy-key-of-the-tests-0001'
const OWN = '.agents-owned'

/** Prepares a start of Claude Code, whose user has the home folder `home`. */
function prepared(fields: Partial<Backend> = {}): Prepared {
  // IS_SANDBOX: tests may run as root.
  const env = { IS_SANDBOX: '1', ...fields.env }
  const backend = aBackend({ name: 'claude', profile: 'claude', ...fields, env })
  const agent = anAgent('builder', { backend, cwd: at('work') })
  const team = aTeam({ agents: [agent] })
  const here = { ...team, watchdog: { ...team.watchdog, stateDir: at('state') } }
  const launch = launchAgent(here, agent, { mark: 'm', session: '' }, { node: 'node', scriptedAgent: '' })
  return prepare({ environment: { HOME: at('home') } }, here, agent, launch)
}

function notes(fields: Partial<Backend> = {}): string {
  const done = prepared(fields)
  return done.ok ? done.notes.join('\n') : `failed: ${done.text}`
}

function put(path: string, value: unknown): string {
  mkdirSync(dirname(path), { recursive: true })
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  writeFileSync(path, text)
  return text
}

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
const trust = () => ({ [at('work')]: { hasTrustDialogAccepted: true } })

test('a folder that is named and not there is made for its owner alone, marked, and has every answer', () => {
  const env = { CLAUDE_CONFIG_DIR: at('config'), ANTHROPIC_API_KEY: KEY }
  expect(notes({ env })).toContain(`made ${at('config')} for the team`)
  expect(json(at('config', '.claude.json'))).toEqual({
    projects: trust(),
    hasCompletedOnboarding: true,
    customApiKeyResponses: { approved: ['ey-of-the-tests-0001'] },
  })
  expect(existsSync(at('config', OWN))).toBe(true)
  expect(statSync(at('config')).mode & 0o777).toBe(0o700)
  expect(statSync(at('config', '.claude.json')).mode & 0o777).toBe(0o600)
})

test('the key itself is told to nobody', () => {
  const env = { CLAUDE_CONFIG_DIR: at('config'), ANTHROPIC_API_KEY: KEY }
  expect(notes({ env })).not.toContain(KEY.slice(-20))
})

test.each([
  ['inside the state folder', () => at('state', 'claude')],
  ['marked as ours', () => at('marked')],
])('in a folder %s what is there stays, in its order', (_where, folder) => {
  if (folder() === at('marked')) put(at('marked', OWN), '')
  put(join(folder(), '.claude.json'), {
    numStartups: 7,
    projects: {
      '/else': { hasTrustDialogAccepted: false },
      [at('work')]: { hasTrustDialogAccepted: false, x: 1 },
    },
    theme: 'light',
  })
  notes({ env: { CLAUDE_CONFIG_DIR: folder() } })
  const after = json(join(folder(), '.claude.json'))
  expect(Object.keys(after)).toEqual(['numStartups', 'projects', 'theme', 'hasCompletedOnboarding'])
  expect(after.projects).toEqual({
    '/else': { hasTrustDialogAccepted: false },
    [at('work')]: { hasTrustDialogAccepted: true, x: 1 },
  })
  expect(existsSync(`${join(folder(), '.claude.json')}.before-agents`)).toBe(false)
})

test('a second start writes nothing', () => {
  const env = { CLAUDE_CONFIG_DIR: at('config') }
  notes({ env })
  const before = statSync(at('config', '.claude.json')).ino
  expect(notes({ env })).toBe('answered for this run: whether its permissions are bypassed on purpose')
  expect(statSync(at('config', '.claude.json')).ino).toBe(before)
})

test("in the user's own folder nothing is written without leave; what will be asked is told, with the mend", () => {
  const before = put(at('home', '.claude.json'), { hasCompletedOnboarding: true })
  expect(notes()).toContain(
    `not answered in ${at('home', '.claude.json')}, which is your own: whether its folder is trusted; first_run = "user" in [backend.claude]`,
  )
  expect(readFileSync(at('home', '.claude.json'), 'utf8')).toBe(before)
})

test.each([
  ['named as the CLI would choose it', () => at('home', '.claude')],
  ['named, with somebody else in it', () => at('others')],
  ['the link in the state folder that leads to it', () => at('state', 'link')],
])("the user's own folder is also the one %s", (_what, folder) => {
  mkdirSync(at('home', '.claude'))
  put(at('others', 'a-file'), '')
  symlinkSync(at('others'), at('state', 'link'))
  expect(notes({ env: { CLAUDE_CONFIG_DIR: folder() } })).toContain('which is your own')
  expect(existsSync(join(folder(), '.claude.json'))).toBe(false)
})

test("with leave the trust of the agent's folder alone is written there, beside a backup that is made once", () => {
  const before = put(at('home', '.claude.json'), { oauthAccount: { id: 1 } })
  chmodSync(at('home', '.claude.json'), 0o640)
  const env = { ANTHROPIC_API_KEY: KEY }
  expect(notes({ firstRun: 'user', env })).toContain('not answered')
  expect(json(at('home', '.claude.json'))).toEqual({ oauthAccount: { id: 1 }, projects: trust() })
  expect(statSync(at('home', '.claude.json')).mode & 0o777).toBe(0o640)

  put(at('home', '.claude.json'), { later: true })
  notes({ firstRun: 'user', env })
  expect(readFileSync(at('home', '.claude.json.before-agents'), 'utf8')).toBe(before)
})

test('a file that is a link is changed where it lies, and stays a link', () => {
  put(at('dotfiles', 'claude.json'), {})
  symlinkSync(at('dotfiles', 'claude.json'), at('home', '.claude.json'))
  notes({ firstRun: 'user' })
  expect(json(at('dotfiles', 'claude.json'))).toEqual({ projects: trust() })
})

test.each([
  ['no JSON', '{ "projects": '],
  ['a list', '[]'],
  ['JSON with comments', '{ // mine\n}'],
  ['a place that holds something else', '{ "projects": [] }'],
])('%s is left as it is, and told with the place', (_what, text) => {
  put(at('config', OWN), '')
  put(at('config', '.claude.json'), text)
  const told = notes({ env: { CLAUDE_CONFIG_DIR: at('config') } })
  expect(told).toContain(`${at('config', '.claude.json')} is left as it is`)
  expect(readFileSync(at('config', '.claude.json'), 'utf8')).toBe(text)
})

test('with first_run = "none" nothing is answered anywhere', () => {
  const env = { CLAUDE_CONFIG_DIR: at('config') }
  const done = prepared({ firstRun: 'none', env })
  expect(done).toMatchObject({ ok: true, notes: [] })
  expect(done.ok && done.launch.argv).not.toContain('--settings')
  expect(existsSync(at('config'))).toBe(false)
})

test('a config folder that cannot be made fails the start with its path', () => {
  put(at('a-file'), '')
  const done = prepared({ env: { CLAUDE_CONFIG_DIR: at('a-file', 'config') } })
  expect(done).toMatchObject({ ok: false })
  expect(!done.ok && done.text).toContain(at('a-file', 'config'))
})

test('a link that leads nowhere fails the start: it is not replaced', () => {
  symlinkSync(at('gone.json'), at('home', '.claude.json'))
  const done = prepared({ firstRun: 'user' })
  expect(!done.ok && done.text).toContain('a link to a file that does not exist; make that file')
})
