import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failure, notRunning } from '../../../src/cli/exit.ts'
import { VERSION } from '../../../src/cli/version.ts'
import { commandNamed, echo, runCommandLine } from '../../support/fake-terminal.ts'

const entries = [echo, commandNamed('phase show'), commandNamed('phase next'), commandNamed('status')]

test('--version is the version of the package', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  expect(await runCommandLine(['--version'], entries)).toEqual({
    code: 0,
    out: `${manifest.version}\n`,
    err: '',
  })
  expect(VERSION).toBe(manifest.version)
})

test('no command at all shows the commands and is wrong usage; --help shows the same and is right', async () => {
  const bare = await runCommandLine([], entries)
  const help = await runCommandLine(['--help'], entries)
  expect(bare.code).toBe(2)
  expect(help).toEqual({ ...bare, code: 0 })
  expect(help.out).toMatch(/^ {2}status +does status$/m)
})

test.each([[['echo', '--help']], [['help', 'echo']], [['echo', 'builder', '-h']]])(
  '%s explains the command',
  async (argv) => {
    const { code, out } = await runCommandLine(argv, entries)
    expect(code).toBe(0)
    expect(out).toContain('agents echo AGENT [TEXT] [OPTIONS]')
    expect(out).toMatch(/-l, --loud +in capitals/)
    expect(out).toMatch(/--times N +how often/)
    expect(out).toContain('Example:  agents echo builder --loud')
  },
)

test('options may stand before, after and between', async () => {
  const argv = ['--json', 'echo', '-l', 'builder', '--times=3', '--', '--not-an-option']
  const { out } = await runCommandLine(argv, entries)
  expect(JSON.parse(out)).toEqual({
    options: { loud: true, times: '3' },
    operands: ['builder', '--not-an-option'],
    json: true,
  })
})

test('options that were not given are false or null', async () => {
  const { out } = await runCommandLine(['echo', 'builder'], entries)
  expect(JSON.parse(out)).toEqual({
    options: { loud: false, times: null },
    operands: ['builder'],
    json: false,
  })
})

test.each([
  [['staus'], 'Unknown command "staus".\nDid you mean "agents status"?'],
  [['xyzzy'], 'Unknown command "xyzzy".\nAll commands: agents --help'],
  [['phase'], '"phase" is one of: phase show, phase next.'],
  [['phase', 'shwo'], 'Did you mean "agents phase show"?'],
  [['echo', 'a', '--luod'], 'Unknown option --luod.\nDid you mean --loud?'],
  [['echo', 'a', '-x'], 'Unknown option -x.\nKnown: --loud, --times, --config, --json, --help'],
  [['echo', 'a', '--times'], '--times needs a value: --times N'],
  [['echo', 'a', '--times', '--loud'], '--times needs a value: --times N'],
  [['echo', 'a', '--loud=yes'], '--loud takes no value.'],
  [['echo', 'a', '--toString'], 'Unknown option --toString.'],
  [['echo', 'a', '--__proto__'], 'Unknown option --__proto__.'],
  [['echo'], 'Something is missing: agents echo AGENT [TEXT]\nFor example: agents echo builder --loud'],
  [['status', 'x'], 'That is too much: agents status'],
  [['--jsn'], 'Unknown option --jsn.\nDid you mean --json?'],
])('%s is wrong usage, and the message names the mend', async (argv, message) => {
  const { code, out, err } = await runCommandLine(argv, entries)
  expect(code).toBe(2)
  expect(out).toBe('')
  expect(err).toContain(message)
})

test('a failure exits with its code, its message and its hint', async () => {
  const failing = commandNamed('fail', () => {
    throw failure('The disk is full.', 'Free some space.')
  })
  const asleep = commandNamed('asleep', () => {
    throw notRunning('The watchdog is not running.')
  })
  expect(await runCommandLine(['fail'], [failing])).toEqual({
    code: 1,
    out: '',
    err: 'agents: The disk is full.\nFree some space.\n',
  })
  expect(await runCommandLine(['asleep'], [asleep])).toMatchObject({
    code: 3,
    err: expect.stringContaining('agents up'),
  })
})

test('an error that no one foresaw is called a defect and shows where it happened', async () => {
  const broken = commandNamed('broken', () => {
    throw new TypeError('undefined is not an agent')
  })
  const { code, err } = await runCommandLine(['broken'], [broken])
  expect(code).toBe(1)
  expect(err).toContain('this is a defect of agents')
  expect(err).toContain('undefined is not an agent')
  expect(err).toContain('main.test.ts')
})

test('the configuration is the nearest agents.toml above, or the file after --config', async () => {
  let seen = ''
  const look = commandNamed('look', (configFile) => {
    seen = configFile()
    return 0
  })
  const files = ['/team/agents.toml', '/agents.toml', '/team/work/demo.toml']
  await runCommandLine(['look'], [look], files)
  expect(seen).toBe('/team/agents.toml')
  await runCommandLine(['--config', 'demo.toml', 'look'], [look], files)
  expect(seen).toBe('/team/work/demo.toml')
  expect(await runCommandLine(['look', '--config=none.toml'], [look], files)).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no file /team/work/none.toml.'),
  })
  expect(await runCommandLine(['look'], [look])).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no agents.toml in /team/work or in a folder above it.'),
  })
})
