import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readProcess } from '../../src/system/process-table.ts'
import { openTmux } from '../../src/system/tmux.ts'
import { eventually, OWNER, openTmuxFixture, SIZE, type TmuxFixture } from '../support/tmux-fixture.ts'

let fixture: TmuxFixture

beforeEach(async () => {
  fixture = await openTmuxFixture()
})
afterEach(() => fixture.close())

/** Writes its arguments, folder and environment as JSON into a file. */
const tell = (file: string, ...more: string[]) => [
  process.execPath,
  '-e',
  'fs.writeFileSync(process.argv[1] + ".new", JSON.stringify({argv: process.argv.slice(2), cwd: process.cwd(), env: process.env})); fs.renameSync(process.argv[1] + ".new", process.argv[1])',
  file,
  ...more,
]

async function told(file: string) {
  await eventually(
    () => existsSync(file),
    (exists) => exists,
  )
  return JSON.parse(readFileSync(file, 'utf8')) as {
    argv: string[]
    cwd: string
    env: Record<string, string>
  }
}

const NASTY = [
  '',
  ' ',
  ';',
  'a;',
  '\\;',
  '-x',
  '--',
  '"',
  "'",
  '$HOME',
  '~',
  '*',
  '`id`',
  '#{pid}',
  '#S',
  '##',
  '%%',
  '{',
  '}',
  'a\nb',
  '\t',
  '\x1b[31m',
  '漢字👩‍👩‍👧',
  'x=y',
]

test('arguments and environment reach the program byte-exact, however nasty or long', async () => {
  const file = join(fixture.folder, 'told')
  const argv = [
    ...NASTY,
    `#(touch ${fixture.folder}/canary)`,
    `$(touch ${fixture.folder}/canary)`,
    'x'.repeat(100_000),
  ]
  const env = Object.fromEntries(NASTY.map((value, index) => [`V${index}`, value]))
  await fixture.start(tell(file, ...argv), { env })
  const seen = await told(file)
  expect(seen.argv).toEqual(argv)
  expect(seen.env).toMatchObject(env)
  expect(existsSync(join(fixture.folder, 'canary'))).toBe(false)
})

test('a command of one word is no shell line', async () => {
  const canary = join(fixture.folder, 'canary')
  const pane = await fixture.start([`touch ${canary}`])
  const screen = await eventually(
    () => fixture.screen(pane.paneId),
    (text) => text !== '',
  )
  expect(screen).toContain('not found')
  expect(existsSync(canary)).toBe(false)
})

test('folders with formats, quotes and blanks in their names are entered', async () => {
  for (const name of [
    'a #{pid} b',
    '#S',
    '##x',
    '#[fg=red]',
    'it\'s "q"',
    '-dash',
    '$HOME',
    '#(id)',
    'a;b',
  ]) {
    const cwd = join(fixture.folder, name)
    const file = join(fixture.folder, `told ${name.length}${name.codePointAt(1)}`)
    mkdirSync(cwd)
    const { paneId } = await fixture.start(tell(file), { cwd })
    expect((await told(file)).cwd).toBe(cwd)
    expect((await fixture.byHand('display-message', '-p', '-t', paneId, '#{session_path}')).stdout).toBe(
      `${cwd}\n`,
    )
  }
})

test('a missing folder ends the program with the reason on its screen, instead of running it in HOME', async () => {
  const file = join(fixture.folder, 'told')
  const pane = await fixture.start(tell(file), { cwd: join(fixture.folder, 'nowhere') })
  const screen = await eventually(
    () => fixture.screen(pane.paneId),
    (text) => text !== '',
  )
  expect(screen).toContain('nowhere')
  expect(existsSync(file)).toBe(false)
})

test('an agent sees the clean environment of its server, not the secrets of the caller', async () => {
  const secret = {
    ...process.env,
    AGENTS_TEST_SECRET: 'hunter2',
    SSH_AUTH_SOCK: '/x',
    LC_TIME: 'C',
  } as Record<string, string>
  const other = await openTmuxFixture({ environment: secret })
  try {
    const file = join(other.folder, 'told')
    await other.start(tell(file), { env: { GIVEN: 'yes' } })
    const { env } = await told(file)
    expect(Object.keys(env)).not.toContain('AGENTS_TEST_SECRET')
    expect(Object.keys(env)).not.toContain('SSH_AUTH_SOCK')
    expect(env).toMatchObject({ GIVEN: 'yes', LC_TIME: 'C', PATH: process.env.PATH })
    expect((await other.byHand('show-environment', '-g')).stdout).not.toContain('hunter2')
  } finally {
    await other.close()
  }
})

test.each(['a#(id)', 'a.b', 'a:b', '-a', '', '$9', 'a b', 'x'.repeat(65), 'a\n', 'ä'])(
  'the name %j is refused',
  async (session) => {
    const request = {
      session,
      cwd: '/',
      argv: ['true'],
      env: {},
      marks: { owner: 'o', incarnation: '1' },
      ...SIZE,
    }
    const made = await fixture.tmux.newSession(fixture.server.name, request)
    expect(made).toMatchObject({ kind: 'refused', why: 'bad-request' })
  },
)

test.each([
  { cwd: 'relative' },
  { argv: [] },
  { argv: ['-c'] },
  { argv: ['a', 'b\0c'] },
  { env: { 'A=B': 'c' } },
  { columns: 0 },
  { rows: 1.5 },
  { marks: { owner: 'a b', incarnation: '1' } },
])('a request with %j is refused', async (wrong) => {
  const good = {
    session: 's',
    cwd: '/',
    argv: ['true'],
    env: {},
    marks: { owner: 'o', incarnation: '1' },
    ...SIZE,
  }
  const made = await fixture.tmux.newSession(fixture.server.name, { ...good, ...wrong })
  expect(made).toMatchObject({ kind: 'refused', why: 'bad-request' })
})

test('a name that is taken is refused, and the session that has it stays as it was', async () => {
  const first = await fixture.start(['sleep', '1000'], { session: 'taken' })
  const marks = { owner: 'thief', incarnation: '9' }
  const request = { session: 'taken', cwd: '/', argv: ['sleep', '1'], env: {}, marks, columns: 80, rows: 24 }
  expect(await fixture.tmux.newSession(fixture.server.name, request)).toMatchObject({
    kind: 'refused',
    why: 'duplicate',
  })
  const seen = await fixture.tmux.lookAtPane(fixture.server.name, first.paneId)
  expect(seen).toMatchObject({
    row: { owner: OWNER, incarnation: '1', columns: 200, panePid: first.panePid },
  })
})

test('only a session with our mark is ended, and `api` never ends `api-2`', async () => {
  const { tmux, server, start, byHand } = fixture
  await start(['sleep', '1000'], { session: 'api-2' })
  await byHand('new-session', '-d', '-s', 'theirs', 'sleep 1000')
  expect(await tmux.endSession(server.name, 'api', OWNER)).toEqual({ kind: 'refused', why: 'no-session' })
  expect(await tmux.endSession(server.name, 'theirs', OWNER)).toEqual({ kind: 'refused', why: 'not-ours' })
  expect(await tmux.endSession(server.name, 'api-2', 'other-team')).toEqual({
    kind: 'refused',
    why: 'not-ours',
  })
  expect((await tmux.listSessions(server.name))?.map(({ session, owner }) => [session, owner])).toEqual([
    ['api-2', OWNER],
    ['theirs', ''],
  ])
  expect(await tmux.endSession(server.name, 'api-2', OWNER)).toEqual({ kind: 'ended' })
  expect((await tmux.listSessions(server.name))?.map(({ session }) => session)).toEqual(['theirs'])
})

test('starting a server again finds the same one; ending it leaves no process and no socket file', async () => {
  const { tmux, server, folder, start } = fixture
  await start(['sleep', '1000'])
  const settings = { ...SIZE, nudgeFile: null, configurationFile: join(folder, 'tmux.conf') }
  expect(await tmux.startServer(server.name, settings)).toEqual({ kind: 'up', server })
  expect(await tmux.endServerIfEmpty(server)).toBe('in-use')
  expect(await tmux.endServer(server)).toBe('ended')
  expect(existsSync(server.socketPath)).toBe(false)
  const again = await tmux.startServer(server.name, settings)
  if (again.kind !== 'up') throw new Error(again.detail)
  expect(again.server.pid).not.toBe(server.pid)
  expect(await tmux.endServer(server)).toBe('not-the-same')
  expect(await tmux.endServerIfEmpty(again.server)).toBe('ended')
  expect(existsSync(server.socketPath)).toBe(false)
})

test('a server that has lost its socket file is ended in good order too', async () => {
  rmSync(fixture.server.socketPath)
  expect(await fixture.tmux.endServer(fixture.server)).toBe('ended')
})

test('a server that does not obey is killed', async () => {
  const { server } = fixture
  const hasty = openTmux({ environment: process.env, deadlineMs: 300 })
  process.kill(server.pid, 'SIGSTOP')
  expect(await hasty.endServer(server)).toBe('killed')
})

test('a server runs in a session and group of its own, so nothing that ends us ends it', async () => {
  const own = await readProcess(process.pid)
  const server = await readProcess(fixture.server.pid)
  expect(server?.session).toBe(fixture.server.pid)
  expect(server?.session).not.toBe(own?.session)
  expect(server?.ppid).not.toBe(process.pid)
})

test('the end of a program nudges a file, whatever its name, and disturbs no pane when that fails', async () => {
  const nudge = 'it\'s #{pid} $HOME "nudge"'
  const other = await openTmuxFixture({ nudge })
  try {
    // Debian's 3.3a fires no hook for one death in ten: some of several are enough, since polling is the truth.
    for (let death = 0; death < 6; death += 1) await other.start(['true'])
    await eventually(
      () => existsSync(join(other.folder, nudge)),
      (exists) => exists,
    )
  } finally {
    await other.close()
  }
  const broken = await openTmuxFixture({ nudge: 'no/such/folder/nudge' })
  try {
    const pane = await broken.start(['true'])
    const look = () => broken.tmux.lookAtPane(broken.server.name, pane.paneId)
    await eventually(look, (seen) => seen.kind === 'seen' && seen.row.dead)
    const sentinel = join(broken.folder, 'sentinel')
    await broken.byHand('run-shell', `sleep 0.2; touch '${sentinel.replaceAll('#', '##')}'`)
    await eventually(
      () => existsSync(sentinel),
      (exists) => exists,
    )
    expect(await look()).toMatchObject({ row: { inMode: false } })
  } finally {
    await broken.close()
  }
})

test('the command to attach finds the session by its exact name', async () => {
  const { tmux, server } = fixture
  expect(tmux.attachArgv(server.name, 'api')).toEqual([
    'tmux',
    '-u',
    '-N',
    '-L',
    server.name,
    'attach-session',
    '-t',
    '=api',
  ])
})
