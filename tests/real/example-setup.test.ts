import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'smol-toml'
import { afterEach, beforeEach, expect, test } from 'vitest'

const setup = new URL('../../examples/builder-adversary/setup.sh', import.meta.url).pathname
let dir: string

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'agents-example-')), "it's a folder")
})

afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }))

/** Every file below a folder with the time of its last change. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`)
    .sort()
}

test('setup.sh lays out an origin with the specification on main, and no code', () => {
  execFileSync('sh', [setup, dir])
  const files = execFileSync('git', ['ls-tree', '-r', '--name-only', 'main'], {
    cwd: join(dir, 'origin.git'),
  })
  expect(`${files}`).toContain('SPEC.md\nacceptance/accept.js\n')
  expect(`${files}`).not.toMatch(/^(src|bin|test)\//m)
})

test.each(['agents.toml', 'agents.demo.toml'])(
  'every file that %s names is there after setup.sh',
  (config) => {
    execFileSync('sh', [setup, dir])
    const text = readFileSync(join(dir, config), 'utf8')
    const { agent, loop, defaults } = parse(text)
    const named =
      JSON.stringify([agent, loop, defaults]).match(/(prompts|roles|phases|scripts)\/[\w.]+/g) ?? []
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((file) => !existsSync(join(dir, file)))).toEqual([])
  },
)

test('a second setup.sh changes nothing, not even a config that was edited', () => {
  execFileSync('sh', [setup, dir])
  writeFileSync(join(dir, 'agents.toml'), '# mine\n')
  const before = listing(dir)
  expect(`${execFileSync('sh', [setup, dir])}`).not.toContain('added')
  expect(listing(dir)).toEqual(before)
})
