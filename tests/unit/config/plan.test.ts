import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadTeam } from '../../../src/config/load.ts'
import { type Change, planChanges } from '../../../src/config/plan.ts'
import type { Team } from '../../../src/model/team.ts'

const FULL = readFileSync(new URL('../../fixtures/configs/good/full.toml', import.meta.url), 'utf8')
const ENV = { HOME: '/home/me', HOOK: 'https://example.org/hook' }

function load(text: string, env: Readonly<Record<string, string>> = ENV): Team {
  const loaded = loadTeam(text, '/srv/demo/agents.toml', env)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1))
  return loaded.team
}

/** The changes when `from` in the full file becomes `to`. */
function changes(from: string, to: string): Change[] {
  expect(FULL).toContain(from)
  return planChanges(load(FULL), load(FULL.replace(from, to)))
}

function brief(list: readonly Change[]): string[] {
  return list.map(
    ({ target, change, keys, restart }) => `${target} ${change} ${keys.join()}${restart ? ' restart' : ''}`,
  )
}

test('the same file read twice changes nothing, whatever its comments and order of variables', () => {
  expect(planChanges(load(FULL), load(`# hello\n${FULL}`))).toEqual([])
  const two = '[[agent]]\nname = "a"\nbackend = "shell"\n'
  expect(
    planChanges(load(`${two}env = { A = "1", B = "2" }`), load(`${two}env = { B = "2", A = "1" }`)),
  ).toEqual([])
})

test('a new agent is started, a removed one ended, and nobody else is touched', () => {
  const added = changes('[[service]]', '[[agent]]\nname = "new"\n\n[[service]]')
  expect(added).toEqual([
    {
      target: 'new',
      change: 'added',
      keys: [],
      restart: false,
      needsUp: false,
      text: 'agent new is new: its session is started',
    },
  ])
  expect(brief(changes('[[agent]]\nname = "scripted-too"\nbackend = "scripted"\n', ''))).toEqual([
    'scripted-too removed ',
  ])
})

test.each([
  ['name = "plain"', 'name = "plain"\ncwd = "elsewhere"', 'plain changed cwd restart'],
  ['name = "plain"', 'name = "plain"\nenv = { A = "1" }', 'plain changed env restart'],
  ['model = "opus"', 'model = "haiku"', 'plain changed backend.model restart'],
  ['"--fast"', '"--slow"', 'plain changed backend.command restart'],
  ['KEY = ', 'KEY2 = ', 'plain changed backend.env restart'],
  ['special.script.toml', 'other.script.toml', 'special changed script restart'],
  ['"run", "dev"', '"run", "prod"', 'preview changed command restart'],
  ['name = "plain"', 'name = "plain"\nprompt = "x.md"', 'plain changed prompt'],
  ['name = "plain"', 'name = "plain"\nstall_idle = "1h"', 'plain changed stall_idle'],
  ['name = "plain"', 'name = "plain"\nwatch = "none"', 'plain changed watch'],
  ['submit_delay = "300ms"', 'submit_delay = "1s"', 'plain changed backend.submit_delay'],
  ['limit reached', 'limit hit', 'plain changed backend.limit_pattern'],
  ['answer_dialogs = true', 'answer_dialogs = false', 'plain changed backend.answer_dialogs'],
  ['account = "max-1"', 'account = "max-2"', 'plain changed backend.account'],
  ['billing = "subscription"', 'billing = "api"', 'plain changed backend.billing'],
  ['on_limit = "switch"', 'on_limit = "wait"', 'plain changed backend.on_limit'],
  ['context_full = "compact"', 'context_full = "fresh"', 'plain changed backend.context_full'],
  ['first_run = "user"', 'first_run = "none"', 'plain changed backend.first_run'],
])('%s → %s: %s', (from, to, expected) => {
  expect(brief(changes(from, to))).toEqual([expected])
})

test('an agent that changes to another backend of the same program goes on running', () => {
  const text = FULL.replace('[backend.scripted]', '[backend.twin]\nprofile = "scripted"\n[backend.scripted]')
  const after = text.replace(
    'name = "scripted-too"\nbackend = "scripted"',
    'name = "scripted-too"\nbackend = "twin"',
  )
  expect(brief(planChanges(load(text), load(after)))).toEqual(['scripted-too changed backend'])
})

test('a variable of the environment that changes restarts what was given it', () => {
  const after = load(FULL, { ...ENV, HOME: '/home/you' })
  expect(brief(planChanges(load(FULL), after))).toEqual(['plain changed backend.command,backend.env restart'])
})

test('settings hold from now on', () => {
  expect(changes('signal_interval = 5', 'signal_interval = 6')).toEqual([
    {
      target: 'team',
      change: 'changed',
      keys: ['watchdog.signal_interval'],
      restart: false,
      needsUp: false,
      text: 'watchdog.signal_interval has changed; it holds from now on',
    },
  ])
  expect(brief(changes('log_tokens = false', 'log_tokens = true'))).toEqual([
    'team changed watchdog.log_tokens',
  ])
  expect(brief(changes('token_granularity = "phase"', ''))).toEqual([
    'team changed watchdog.token_granularity',
  ])
  expect(brief(changes('prices = "prices.toml"', ''))).toEqual(['team changed watchdog.prices'])
  expect(brief(changes('id = "rest"', 'id = "last"'))).toEqual(['team changed loop.phases'])
  expect(brief(changes('on = ["dead", "phase"]', 'on = ["dead"]'))).toEqual(['team changed notify'])
})

test.each(['socket = "night"', 'session_prefix = "night-"', 'state_dir = "state"'])(
  '%s needs a new up',
  (setting) => {
    const [change] = changes(setting, setting.replace(/"$/, '2"'))
    expect(change).toMatchObject({ target: 'team', needsUp: true, restart: false })
    expect(change?.text).toContain('`agents down` and `agents up`')
  },
)

test('a service that becomes an agent is ended and started', () => {
  const before = load('[[service]]\nname = "x"\ncommand = ["true"]')
  const after = load('[[agent]]\nname = "x"\nbackend = "shell"')
  expect(brief(planChanges(before, after)).sort()).toEqual(['x added ', 'x removed '])
})
