import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
let pipe: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-pipes-'))
  pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
})
afterEach(() => rmSync(folder, { recursive: true }))

/** In a process of its own, since whoever waits at a pipe waits for ever. */
function inProcess(module: string, call: string): string {
  const url = new URL(`../../src/${module}`, import.meta.url).href
  const code = `import * as m from '${url}'
    const path = process.argv[1]
    let said
    try { said = ${call} } catch (error) { said = error.message }
    console.log(String(said))`
  const words = ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', code, pipe]
  return execFileSync(process.execPath, words, { encoding: 'utf8', timeout: 10_000 }).trim()
}

test.each([
  ['a transcript', 'system/growing-file.ts', 'm.readGrowth(path, null, 1, () => () => {}).kind', 'missing'],
  ['a document', 'system/whole-file.ts', 'm.readIfChanged(path, null, 1).kind', 'missing'],
  ['the head of a transcript', 'system/files.ts', 'm.headText(path, 10)', ''],
  ['a database', 'system/foreign-database.ts', 'm.readForeign(path, () => 1).fault', 'missing'],
  ['any text', 'system/files.ts', 'm.readText(path)', /pipe: is no plain file$/],
])('a named pipe in the place of %s holds nobody up', (_, module, call, said) => {
  expect(inProcess(module, call)).toMatch(typeof said === 'string' ? new RegExp(`^${said}$`) : said)
})
