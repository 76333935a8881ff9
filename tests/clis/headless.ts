import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunResult, run } from '../../src/system/run.ts'
import { type CliHome, openCliHome } from '../support/cli-home.ts'
import { git } from '../support/git-fixture.ts'
import type { Rule } from '../support/model-server/rule.ts'
import { type ModelServer, startModelServer } from '../support/model-server/server.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** One CLI, a model server and a git repository of its own. */
export interface Headless {
  readonly server: ModelServer
  readonly home: CliHome
  /** The repository that it works in. */
  readonly cwd: string
  /** Runs the CLI to its end; the model server's arguments are put before these. */
  run(...args: string[]): Promise<RunResult>
  close(): Promise<void>
}

/** Starts the server and makes home and repository; `rules` is what the model says. */
export async function openHeadless(name: CliName, rules: readonly Rule[]): Promise<Headless> {
  const program = programOf(name)
  const server = await startModelServer(rules)
  const cwd = mkdtempSync(join(tmpdir(), 'agents-cli-'))
  git(cwd, 'init', '--quiet', '--initial-branch=main')
  git(cwd, 'config', 'user.name', name)
  git(cwd, 'config', 'user.email', `${name}@agents.invalid`)
  const home = openCliHome(name, { url: server.url, cwd })
  return {
    server,
    home,
    cwd,
    run: (...args) => run([program, ...home.args, ...args], { env: home.env, cwd, deadlineMs: 60_000 }),
    close: async () => {
      await server.close()
      home.remove()
      rmSync(cwd, { recursive: true, force: true })
    },
  }
}
