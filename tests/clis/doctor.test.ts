import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { PROFILES } from '../../src/backends/list.ts'
import type { Finding } from '../../src/cli/doctor-finding.ts'
import { type CliHome, launchLine, openCliHome } from '../support/cli-home.ts'
import { git } from '../support/git-fixture.ts'
import { PrivateTmux } from '../support/private-tmux.ts'
import { clisOfThisRun, programOf } from './program.ts'
import type { CliName } from './versions.ts'

const MAIN = new URL('../../agents.ts', import.meta.url).pathname
/** Nobody listens there: no test here comes as far as a call of a model. */
const NOWHERE = 'http://127.0.0.1:9'

const tmux = new PrivateTmux()
const opened: { home: CliHome; cwd: string }[] = []
afterEach(async () => {
  await tmux.stop()
  for (const { home, cwd } of opened.splice(0)) {
    home.remove()
    rmSync(cwd, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** A home with every answer, a repository, and an agents.toml for one agent in it. */
function lay(cli: CliName): { home: CliHome; cwd: string; argv: string[] } {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), `agents-doctor-${cli}-`)))
  git(cwd, 'init', '--quiet')
  const home = openCliHome(cli, { url: NOWHERE, cwd })
  opened.push({ home, cwd })
  const argv = launchLine(cli, { program: programOf(cli), led: home.args })
  const env = Object.entries(home.env).map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
  writeFileSync(
    join(cwd, 'agents.toml'),
    `[backend.cli]\nprofile = "${cli}"\nfirst_run = "none"\ncommand = ${JSON.stringify(argv)}\n[backend.cli.env]\n${env.join('')}
[[agent]]\nname = "agent"\nbackend = "cli"\ncwd = "."\n`,
  )
  return { home, cwd, argv }
}

/** What doctor says of the agent's CLI, by what it is about. */
function doctor(cli: CliName, { home, cwd }: ReturnType<typeof lay>): Map<string, Finding> {
  const { stdout, stderr } = spawnSync(process.execPath, [MAIN, 'doctor', '--json'], {
    ...{ cwd, env: { ...home.env, TMUX_TMPDIR: home.folder }, encoding: 'utf8', timeout: 60_000 },
  })
  expect(stderr).toBe('')
  const { findings } = JSON.parse(stdout) as { findings: Finding[] }
  const start = `${cli}: `
  return new Map(
    findings.flatMap((one) => (one.about.startsWith(start) ? [[one.about.slice(start.length), one]] : [])),
  )
}

test.each(clisOfThisRun().filter((cli) => cli in PROFILES))(
  'doctor knows %s in the version that its screens were seen on, with a login, and nothing that it would ask',
  (cli) => {
    const findings = doctor(cli, lay(cli))
    expect(findings.get('version')).toMatchObject({ state: 'ok' })
    expect(findings.get('login')).toMatchObject({ state: cli === 'opencode' ? 'unknown' : 'ok' })
    const open = [...findings].filter(([about, { state }]) => about !== 'login' && state !== 'ok')
    expect(open).toEqual([])
  },
)

test.runIf(clisOfThisRun().includes('claude'))(
  'of a login that is not there Claude Code itself is asked',
  () => {
    const place = lay('claude')
    const file = join(place.cwd, 'agents.toml')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^ANTHROPIC_API_KEY = .*$/m, ''))
    expect(doctor('claude', place).get('login')).toMatchObject({
      state: 'fail',
      seen: expect.stringMatching(/^it is not logged in/),
    })
  },
)

test.runIf(clisOfThisRun().includes('codex'))('of a login that is there Codex itself is asked', () => {
  const place = lay('codex')
  const config = join(place.home.folder, '.codex/config.toml')
  writeFileSync(config, readFileSync(config, 'utf8').replace(/^env_key = .*$/m, ''))
  expect(doctor('codex', place).get('login')).toMatchObject({ state: 'fail' })
  writeFileSync(join(place.home.folder, '.codex/auth.json'), '{ "OPENAI_API_KEY": "a-dummy-key" }')
  expect(doctor('codex', place).get('login')).toMatchObject({
    state: 'ok',
    seen: 'it says that it is logged in',
  })
})

test.runIf(clisOfThisRun().includes('pi'))(
  'a pi that has started is not logged in by that: it leaves an empty login file',
  () => {
    const { home, cwd, argv } = lay('pi')
    const folder = join(home.folder, '.pi/agent')
    rmSync(join(folder, 'models.json'))
    spawnSync(argv[0] ?? '', ['--list-models'], { env: home.env, cwd, stdio: 'ignore', timeout: 20_000 })
    expect(readFileSync(join(folder, 'auth.json'), 'utf8')).toBe('{}')
    expect(doctor('pi', { home, cwd, argv }).get('login')).toMatchObject({ state: 'unknown' })
  },
)

test.each(
  clisOfThisRun().filter((cli) => cli in PROFILES && PROFILES[cli as keyof typeof PROFILES].firstRun),
)(
  'doctor says of %s in an empty config folder what the start will answer, and that nothing is left to be asked',
  (cli) => {
    const place = lay(cli)
    const file = join(place.cwd, 'agents.toml')
    const { firstRun } = PROFILES[cli as keyof typeof PROFILES]
    const named = `${firstRun?.variable} = "config of the team"`
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('first_run') && !line.startsWith(`${firstRun?.variable} =`))
    writeFileSync(file, lines.join('\n').replace('[backend.cli.env]', `[backend.cli.env]\n${named}`))
    const findings = doctor(cli, place)
    expect(findings.get('folder trust')).toMatchObject({
      state: 'ok',
      seen: expect.stringMatching(/^answered /),
    })
    expect([...findings.values()].filter(({ state }) => state === 'warn')).toEqual([])
    expect(existsSync(join(place.cwd, 'config of the team'))).toBe(false)
  },
)

/** An answer that is taken away, what doctor says then, and what the program asks. */
const TAKEN: readonly (readonly [CliName, string, file: string, from: RegExp, to: string, asks: RegExp])[] = [
  [
    'claude',
    'folder trust',
    '.claude/.claude.json',
    /"hasTrustDialogAccepted": true/,
    '',
    /Quick safety check/,
  ],
  ['claude', 'onboarding', '.claude/.claude.json', /"hasCompletedOnboarding": true,/, '', /text style/],
  ['claude', 'API key', '.claude/.claude.json', /"approved": \[[^\]]*\]/, '', /use this API key/],
  ['claude', 'bypass mode', '.claude/settings.json', /,\s*"skipDanger[^\n]*/, '', /Bypass Permissions mode/],
  ['codex', 'folder trust', '.codex/config.toml', /trust_level = .*/, '', /Trust this folder\?/],
]

test.each(TAKEN.filter(([cli]) => clisOfThisRun().includes(cli)))(
  'what doctor says %s would ask of its %s, it asks',
  async (cli, about, file, from, to, asks) => {
    const place = lay(cli)
    const path = join(place.home.folder, file)
    const before = readFileSync(path, 'utf8')
    expect(before).toMatch(from)
    writeFileSync(path, before.replace(from, to))
    expect(doctor(cli, place).get(about)).toMatchObject({ state: 'warn' })
    // That it asks then is seen in first-run.test.ts, too.
    if (!process.env.AGENTS_TEST_LONG) return
    const pane = await tmux.open(place.argv, { cwd: place.cwd, env: place.home.env })
    await pane.waitFor(asks, 20_000)
  },
)

/** What each shows once it asks nothing any more. */
const READY: Partial<Record<CliName, RegExp>> = {
  claude: /bypass permissions on/,
  codex: /permissions: YOLO mode/,
}

// On request: each is started three times.
test.runIf(process.env.AGENTS_TEST_LONG).each(clisOfThisRun().filter((cli) => cli in READY))(
  'doctor and %s agree that trust of a repository is trust of its folders and of its linked work trees, and of nothing around it',
  async (cli) => {
    const place = lay(cli)
    const { cwd, home } = place
    git(
      cwd,
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@agents.invalid',
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'Begin',
    )
    const linked = `${cwd}-linked`
    git(cwd, 'worktree', 'add', '--quiet', linked)
    opened.push({ home, cwd: linked })
    const inner = join(cwd, 'inner')
    mkdirSync(inner)
    git(inner, 'init', '--quiet')
    mkdirSync(join(cwd, 'sub'))
    const file = join(cwd, 'agents.toml')
    const text = readFileSync(file, 'utf8')
    const folders = [
      [join(cwd, 'sub'), true],
      [linked, true],
      [inner, false],
    ] as const
    const shown = folders.map(async ([folder, isTrusted]) => {
      const pane = await tmux.open(place.argv, { cwd: folder, env: home.env })
      await pane.waitFor(isTrusted ? (READY[cli] ?? '') : /Quick safety check|Trust this folder\?/, 30_000)
    })
    await Promise.all(shown)
    for (const [folder, isTrusted] of folders) {
      writeFileSync(file, text.replace('cwd = "."', `cwd = ${JSON.stringify(folder)}`))
      expect(doctor(cli, place).get('folder trust'), folder).toMatchObject({
        state: isTrusted ? 'ok' : 'warn',
      })
    }
  },
)
