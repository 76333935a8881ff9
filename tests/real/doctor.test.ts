import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Finding } from '../../src/cli/doctor-finding.ts'
import { TeamFixture } from '../support/team-fixture.ts'

let team: TeamFixture
afterEach(() => team.close())

const MAIN = new URL('../../agents.ts', import.meta.url).pathname

function lay(rest = ''): void {
  team = new TeamFixture()
  team.config(rest)
}

/** Puts a program of that name in front of PATH; `script` is its shell script. */
function aProgram(name: string, script: string): void {
  team.write(`bin/${name}`, `#!/bin/sh\n${script}\n`)
  chmodSync(join(team.folder, 'bin', name), 0o755)
  team.env.PATH = `${join(team.folder, 'bin')}:${process.env.PATH}`
}

function doctor(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'doctor', ...words], {
    ...{ cwd: team.folder, env: team.env, encoding: 'utf8' },
  })
  return { status, stdout, stderr }
}

/** What it says about something. */
function said(about: string, ...words: string[]): readonly Finding[] {
  const { stdout } = doctor('--json', ...words)
  const { findings } = JSON.parse(stdout) as { findings: Finding[] }
  return findings.filter((one) => one.about === about)
}

const CLAUDE = '[[agent]]\nname = "builder"\nbackend = "claude"\n[backend.claude]\nprofile = "claude"\n'

test('a team whose tools are there and whose CLI is not is told how to get it, in one line each', () => {
  lay(CLAUDE)
  team.env.PATH = '/usr/bin:/bin'
  const { status, stdout, stderr } = doctor()
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  expect(stdout).toMatch(/^ok {2,}tmux {2,}tmux \d/m)
  expect(stdout).toMatch(/^ok {2,}git {2,}git \d/m)
  expect(stdout).toMatch(
    /^fail +claude +no program claude is on PATH\. Mend: npm install -g @anthropic-ai\/claude-code/m,
  )
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^1 fail, /)
})

test('a CLI that hangs is a line that says so, and the rest is told all the same', () => {
  lay(CLAUDE)
  aProgram('claude', 'sleep 1000')
  team.write('.claude.json', '{}')
  const began = performance.now()
  const { stdout } = doctor()
  // 10 s of them are the probe's own; the program would take 1000.
  expect(performance.now() - began).toBeLessThan(40_000)
  expect(stdout).toMatch(/^unknown +claude: version +\S+ --version gave no answer in 10 s$/m)
  expect(stdout).toMatch(/^unknown +claude: login /m)
  expect(stdout).toMatch(/^warn +claude: onboarding /m)
})

test.each([
  ['2.1.329', 'ok', 'known'],
  ['2.2.0', 'warn', 'newer than 2.1.329'],
  ['2.1.99', 'warn', 'older than 2.1.329'],
])('version %s of a CLI is %s: %s', (version, state, words) => {
  lay(CLAUDE)
  aProgram('claude', `[ "$1" = --version ] && echo "${version} (Claude Code)"`)
  const [seen] = said('claude: version')
  expect(seen).toMatchObject({ state, seen: expect.stringContaining(words) })
})

test('the hooks of an agent that does not run are told to be installed at its start', () => {
  lay(CLAUDE)
  aProgram('claude', 'echo 2.1.329')
  expect(said('claude: hooks')).toMatchObject([{ state: 'ok', seen: expect.stringContaining('next start') }])
})

test('a login is asked of the CLI, in the env of the agent, and keys are named and not shown', () => {
  lay(CLAUDE)
  aProgram('claude', '[ "$1" = auth ] && exit 1; echo "2.1.329 (Claude Code)"')
  team.write('.claude.json', '{}')
  team.env.ANTHROPIC_API_KEY = 'a-dummy-key-that-nobody-sees'
  expect(said('claude: login')[0]).toMatchObject({
    state: 'fail',
    seen: 'it is not logged in; ANTHROPIC_API_KEY of this shell is not handed on',
  })
  team.write(
    'agents.toml',
    `${team.read('agents.toml')}env = { ANTHROPIC_API_KEY = "\${ANTHROPIC_API_KEY}" }\n`,
  )
  expect(said('claude: login')[0]).toMatchObject({ state: 'ok', seen: 'by ANTHROPIC_API_KEY in its env' })
  expect(doctor().stdout).not.toContain('nobody-sees')
})

test('a login probe is not asked where it would make a config file', () => {
  lay(CLAUDE)
  aProgram('claude', `[ "$1" = auth ] && touch "${join(team.folder, 'asked')}"; echo "2.1.329"`)
  expect(said('claude: login')[0]?.state).toBe('fail')
  expect(existsSync(join(team.folder, 'asked'))).toBe(false)
})

test('every problem of agents.toml is a line, and a folder without one is told so', () => {
  lay('[[agent]]\nname = "a b"\nbackend = "nobody"\n')
  expect(said('config').map(({ state }) => state)).toEqual(['fail', 'fail'])
  const { status, stdout } = spawnSync(process.execPath, [MAIN, 'doctor'], {
    ...{ cwd: '/', env: team.env, encoding: 'utf8' },
  })
  expect(status).toBe(1)
  expect(stdout).toMatch(/^fail +config +There is no agents\.toml in \//m)
  expect(stdout).toMatch(/^ok +tmux /m)
})

test('with a wrong agents.toml, and outside of a team, each CLI on PATH is looked at all the same', () => {
  lay('[[agent]]\nname = "a b"\nbackend = "nobody"\n')
  aProgram('claude', '[ "$1" = auth ] && exit 1; echo "2.2.0 (Claude Code)"')
  expect(said('claude: version')[0]).toMatchObject({ state: 'warn', seen: expect.stringContaining('newer') })
  expect(said('claude: login')[0]).toMatchObject({ state: 'fail', seen: 'it is not logged in' })
  expect(said('agent CLIs')[0]?.seen).toMatch(/^not on PATH: .*\bcodex\b/)
})

test('a service whose program is not there is told before its start', () => {
  lay(
    '[[service]]\nname = "web"\ncommand = ["no-such-server"]\n[[service]]\nname = "idle"\ncommand = ["sleep", "9"]\n',
  )
  expect(said('web')).toMatchObject([{ state: 'fail', seen: 'no program no-such-server is on PATH' }])
  expect(said('idle')).toMatchObject([{ state: 'ok', seen: expect.stringMatching(/\bsleep$/) }])
})

test('another program of our name is named', () => {
  lay()
  aProgram('agents', 'exit 0')
  expect(said('agents on PATH')[0]).toMatchObject({
    state: 'warn',
    seen: expect.stringContaining(join(team.folder, 'bin/agents')),
  })
})

test('--fix makes the state folder and removes our socket that nobody listens on, and nothing else', () => {
  lay(CLAUDE)
  const sockets = join(team.folder, 'sockets', `tmux-${process.getuid?.()}`)
  const dead = ['-0', '-7'].map((end) => `${team.socket}${end}`)
  mkdirSync(sockets, { recursive: true, mode: 0o700 })
  for (const name of [...dead, 'another']) aDeadSocket(name)
  expect(said(`tmux server ${dead[0]}`)[0]).toMatchObject({ state: 'warn', mend: 'agents doctor --fix' })
  expect(existsSync(team.stateDir)).toBe(false)

  expect(said('state_dir', '--fix')[0]).toMatchObject({ state: 'ok', seen: `mended: made ${team.stateDir}` })
  expect(existsSync(team.stateDir)).toBe(true)
  expect(dead.map((name) => existsSync(join(sockets, name)))).toEqual([false, false])
  expect(existsSync(join(sockets, 'another'))).toBe(true)
})

/** A server that was killed leaves its socket. */
function aDeadSocket(name: string): void {
  team.tmuxOn(name, '-f', '/dev/null', 'new-session', '-d', 'sleep 1000')
  const pid = Number(team.tmuxOn(name, 'display-message', '-p', '#{pid}'))
  process.kill(pid, 'SIGKILL')
  const env = { ...team.env, NAME: name }
  execFileSync('sh', ['-c', 'while tmux -L "$NAME" ls >/dev/null 2>&1; do :; done'], { env, timeout: 10_000 })
}

test('a session on our server that nobody of the team started is named with the command that ends it', () => {
  lay(CLAUDE)
  team.tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'mine', 'sleep 1000')
  expect(said(`tmux server ${team.socket}-0`)[0]).toMatchObject({
    ...{ state: 'warn', seen: 'session mine was not started by this team' },
    mend: `tmux -L ${team.socket}-0 kill-session -t =mine:`,
  })
})
