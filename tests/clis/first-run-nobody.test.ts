import { execFile } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { clisOfThisRun, programOf } from './program.ts'
import { CLIS } from './versions.ts'

const run = promisify(execFile)
const NOBODY = 65_534
/** Six starts and as many questions take two minutes on two busy cores. */
const LIMIT_MS = 600_000
const ROOT = resolve(import.meta.dirname, '../..')
const isWanted = process.getuid?.() === 0 && process.env.AGENTS_TEST_LONG === '1'

/**
 * The programs in a cache that another user can read: links to the same files. Root's own cache stands in a folder that nobody
 * else may enter.
 */
async function shareCache(folder: string): Promise<void> {
  const cache = join(folder, 'agents-test-clis')
  mkdirSync(cache)
  for (const name of clisOfThisRun()) {
    const installed = resolve(dirname(programOf(name)), '../..')
    const shared = join(cache, `${name}-${CLIS[name].version}`)
    await run('cp', ['--archive', '--link', installed, shared])
    chmodSync(shared, 0o755)
  }
}

test.runIf(isWanted)(
  'as a user without rights and without a home, each CLI starts and asks just as it does as root',
  { timeout: LIMIT_MS },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'agents-nobody-'))
    chmodSync(folder, 0o755)
    const home = join(folder, 'home')
    mkdirSync(home)
    chownSync(home, NOBODY, NOBODY)
    try {
      await shareCache(folder)
      const vitest = ['vitest', 'run', '--configLoader', 'native', '--config', 'tests/vitest.config.ts']
      const user = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--']
      const asked = ['--project', 'clis', 'first-run.test.ts', '--no-color']
      const { stdout } = await run('setpriv', [...user, ...vitest, ...asked], {
        cwd: ROOT,
        env: {
          PATH: [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter),
          ...{ HOME: home, TMPDIR: home, XDG_CACHE_HOME: folder },
          AGENTS_TEST_CLIS: clisOfThisRun().join(','),
        },
      })
      expect(stdout).toMatch(/Test Files +1 passed/)
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  },
)
