import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The package as people get it: packed, installed into an empty folder, started by its own name.

const ROOT = new URL('../..', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'agents-package-'))
const installed = join(folder, 'node_modules/agents')
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** Nodes of this machine that are too old for us; the project's own stands first in the PATH of a test. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((path) => join(path, 'node'))
  .find((path) => {
    const { status, stdout } = spawnSync(path, ['-p', 'parseInt(process.versions.node)'], {
      encoding: 'utf8',
    })
    return status === 0 && Number(stdout) < 24
  })

beforeAll(() => {
  npm(ROOT, 'pack', '--silent', '--pack-destination', folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  npm(folder, 'install', '--no-audit', '--no-fund', '--prefer-offline', `./agents-${version}.tgz`)
}, 180_000)

afterAll(() => rmSync(folder, { recursive: true }))

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

test('npx agents --version prints the version', () => {
  expect(execFileSync('npx', ['agents', '--version'], { cwd: folder, encoding: 'utf8' })).toBe(`${version}\n`)
})

test('the installed command shows its help and refuses a wrong option with code 2', () => {
  const bin = join(folder, 'node_modules/.bin/agents')
  expect(execFileSync(bin, ['--help'], { encoding: 'utf8' })).toContain('agents COMMAND [OPTIONS]')
  expect(spawnSync(bin, ['--jsn'], { encoding: 'utf8' })).toMatchObject({ status: 2, stdout: '' })
})

test.skipIf(!oldNode)('a person with an old Node gets one clear sentence', () => {
  const run = spawnSync(oldNode ?? '', [join(installed, 'dist/agents.cjs'), 'up'], { encoding: 'utf8' })
  expect(run).toMatchObject({ status: 1, stdout: '' })
  expect(run.stderr).toMatch(
    /^agents needs Node 24 or newer, and this is Node \d+\.\d+\.\d+ \(.*\): install .*\.\n$/,
  )
})

test('the package holds what users need, and neither sources nor tests', () => {
  const shipped = readdirSync(installed)
  expect(shipped).toEqual(expect.arrayContaining(['dist', 'docs', 'README.md', 'LICENSE', 'CHANGELOG.md']))
  expect(readFileSync(join(installed, 'docs/prices.toml'), 'utf8')).toContain('[models]')
  for (const kept of ['src', 'tests', 'bench', 'agents.ts', '.biome.json'])
    expect(shipped).not.toContain(kept)
  expect(readFileSync(join(installed, 'dist/third-party-licenses.txt'), 'utf8')).toContain('Fabian Hiller')
})

test('a reader that closes the pipe early is no error', () => {
  const bin = join(folder, 'node_modules/.bin/agents')
  const { status, stderr } = spawnSync('bash', ['-c', 'set -o pipefail; "$0" --help | true', bin], {
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})
