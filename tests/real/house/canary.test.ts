import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

// A lint that was never seen red is an assumption. Each breach below is planted in a copy of the configuration and must be
// reported under its rule; its lawful twin must pass.

const ROOT = new URL('../../..', import.meta.url).pathname
const copy = mkdtempSync(join(tmpdir(), 'agents-canary-'))
const reports = new Map<string, string[]>()

const breaches: Record<string, { text: string; rule: string }> = {
  'src/decide/sees-act.ts': {
    rule: 'noRestrictedImports',
    text: "import { a } from '../act/a.ts'\nexport const b = a\n",
  },
  'src/decide/sees-a-type.ts': {
    rule: 'noRestrictedImports',
    text: "import type { A } from '../act/a.ts'\nexport type B = A\n",
  },
  'src/decide/sees-lazily.ts': {
    rule: 'noRestrictedImports',
    text: "export const a = () => import('../act/a.ts')\n",
  },
  'src/decide/sees-inline.ts': { rule: 'plugin', text: "export type B = import('../act/a.ts').A\n" },
  'src/decide/passes-on.ts': { rule: 'noRestrictedImports', text: "export { a } from '../act/a.ts'\n" },
  'src/act/sees-observe.ts': {
    rule: 'noRestrictedImports',
    text: "import { o } from '../observe/o.ts'\nexport const b = o\n",
  },
  'src/model/digs.ts': {
    rule: 'noRestrictedImports',
    text: "import { d } from './deep/d.ts'\nexport const b = d\n",
  },
  'src/config/opens-a-door.ts': {
    rule: 'noRestrictedImports',
    text: "import { t } from '../system/tmux.ts'\nexport const b = t\n",
  },
  'src/act/spawns.ts': {
    rule: 'noRestrictedImports',
    text: "import { spawn } from 'node:child_process'\nexport const b = spawn\n",
  },
  'src/cli/reads-a-file.ts': {
    rule: 'noRestrictedImports',
    text: "import { readFile } from 'node:fs/promises'\nexport const b = readFile\n",
  },
  'src/daemon/opens-a-database.ts': {
    rule: 'noRestrictedImports',
    text: "import { DatabaseSync } from 'node:sqlite'\nexport const b = DatabaseSync\n",
  },
  'src/newcomer/without-a-row.ts': {
    rule: 'noRestrictedImports',
    text: "import { a } from '../model/a.ts'\nexport const b = a\n",
  },
  'src/model/chicken.ts': {
    rule: 'noImportCycles',
    text: "import type { Egg } from './egg.ts'\nexport type Chicken = Egg | 1\n",
  },
  'src/observe/looks-at-the-clock.ts': {
    rule: 'noJsRestrictedProperties',
    text: 'export const now = () => Date.now()\n',
  },
  'src/act/looks-at-the-date.ts': { rule: 'plugin', text: 'export const now = () => new Date()\n' },
  'src/decide/throws-dice.ts': {
    rule: 'noJsRestrictedProperties',
    text: 'export const dice = () => Math.random()\n',
  },
  'src/decide/waits.ts': {
    rule: 'noRestrictedGlobals',
    text: 'export const wait = () => setTimeout(() => 1, 1)\n',
  },
  'src/act/301-lines.ts': { rule: 'noExcessiveLinesPerFile', text: lines(301) },
  'src/act/71-line-function.ts': { rule: 'noExcessiveLinesPerFunction', text: functionOf(71) },
  'src/act/prints.ts': { rule: 'noConsole', text: "console.log('a')\nexport const a = 1\n" },
  'src/act/swallows.ts': {
    rule: 'noEmptyBlockStatements',
    text: 'export function a(b: () => void) {\n  try {\n    b()\n  } catch {}\n}\n',
  },
  'src/act/forgets-to-wait.ts': {
    rule: 'noFloatingPromises',
    text: 'export async function a() {}\nexport function b() {\n  a()\n}\n',
  },
  'src/act/any.ts': { rule: 'noExplicitAny', text: 'export const a: any = 1\n' },
  'src/act/index.ts': {
    rule: 'noBarrelFile',
    text: "export { a } from './a.ts'\nexport { b } from './spawns.ts'\n",
  },
}

const lawful: Record<string, string> = {
  'src/act/a.ts': 'export const a = 1\nexport type A = number\n',
  'src/observe/o.ts': 'export const o = 1\n',
  'src/model/a.ts': 'export const a = 1\n',
  'src/model/egg.ts': "import type { Chicken } from './chicken.ts'\n\nexport type Egg = Chicken | 2\n",
  'src/model/deep/d.ts': 'export const d = 1\n',
  'src/decide/good.ts':
    "import { a } from '../model/a.ts'\n\nexport const at = (ms: number) => new Date(ms + a)\n",
  'src/config/good.ts':
    "import { parse } from 'smol-toml'\nimport { p } from '../system/pattern.ts'\n\nexport const b = [parse, p]\n",
  'src/system/tmux.ts': 'export const t = 1\n',
  'src/system/pattern.ts': 'export const p = 1\n',
  'src/system/poll.ts': "import { setTimeout } from 'node:timers/promises'\n\nexport const a = setTimeout\n",
  'src/system/clock.ts':
    "import { readFileSync } from 'node:fs'\n\nexport const now = () => [Date.now(), new Date(), readFileSync]\n",
  'src/cli/good.ts':
    "import { join } from 'node:path'\nimport { a } from '../act/a.ts'\n\nconsole.log(a)\nexport const c = [join, a]\n",
  'src/act/300-lines.ts': lines(300),
  'src/act/70-line-function.ts': functionOf(70),
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, i) => `export const a${i} = ${i}\n`).join('')
}

function functionOf(count: number): string {
  const body = Array.from({ length: count - 3 }, (_, i) => `  const a${i} = ${i === 0 ? 'b' : `a${i - 1}`}\n`)
  return `export function a(b: number) {\n${body.join('')}  return a${count - 4}\n}\n`
}

beforeAll(() => {
  cpSync(join(ROOT, '.biome.json'), join(copy, '.biome.json'))
  cpSync(join(ROOT, 'tests/lint'), join(copy, 'tests/lint'), { recursive: true })
  const texts = {
    ...lawful,
    ...Object.fromEntries(Object.entries(breaches).map(([path, { text }]) => [path, text])),
  }
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    writeFileSync(join(copy, path), text)
  }
  for (const { path, rule } of lint(copy)) reports.set(path, [...(reports.get(path) ?? []), rule])
})

afterAll(() => rmSync(copy, { recursive: true }))

function lint(folder: string): { path: string; rule: string }[] {
  const output = runLint(folder)
  const rows = output.matchAll(/^::error title=(?:lint\/\w+\/)?(\w+),file=(?:.*?\/)?(src\/[^,]+),/gm)
  return Array.from(rows, ([, rule = '', path = '']) => ({ rule, path }))
}

function runLint(folder: string): string {
  const args = ['lint', '--max-diagnostics=none', '--reporter=github', '.']
  try {
    return execFileSync(join(ROOT, 'node_modules/.bin/biome'), args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}

test.each(Object.entries(breaches))('%s is reported', (path, { rule }) => {
  expect(reports.get(path)).toContain(rule)
})

test.each(Object.keys(lawful).filter((path) => !path.endsWith('egg.ts')))('%s is lawful', (path) => {
  expect(reports.get(path)).toBeUndefined()
})
