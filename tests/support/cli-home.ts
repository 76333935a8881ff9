import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { FIRST_RUN, type HomeCli } from './cli-first-run.ts'

/** An empty home and config folder for one CLI that talks to the model server, past every first-run question. */
export interface CliHome {
  readonly folder: string
  /** The whole environment of the CLI. */
  readonly env: Readonly<Record<string, string>>
  /** Arguments that choose the model server and its model, to put behind the program. */
  readonly args: readonly string[]
  remove(): void
}

export interface CliHomeOptions {
  /** Base URL of the model server, without `/v1`. */
  readonly url: string
  /** The folder that the CLI will be started in. */
  readonly cwd: string
  /** The dummy key with which the server tells agents apart. At least 20 characters are Claude's habit. */
  readonly key?: string
}

/**
 * Makes a home. TEMPORARY: the product's own profiles will write first-run answers; then this is what is left of it: an
 * empty folder and an environment that reaches nothing but loopback.
 */
export function openCliHome(
  name: HomeCli,
  { url, cwd, key = 'dummy-key-of-the-tests-0001' }: CliHomeOptions,
): CliHome {
  const folder = mkdtempSync(join(tmpdir(), `agents-home-${name}-`))
  const { files, env, args } = FIRST_RUN[name]({ url, cwd: realpathSync(cwd), key, folder })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return {
    folder,
    env: { ...commonEnvironment(folder), ...env },
    args,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** Nothing of ours is inherited. Whatever would leave the machine is sent to a port of loopback where nobody listens. */
function commonEnvironment(folder: string): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    HOME: folder,
    TMPDIR: makeFolder(folder, 'tmp'),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    GIT_CONFIG_NOSYSTEM: '1',
    HTTP_PROXY: 'http://127.0.0.1:9',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1,localhost',
  }
}

function makeFolder(parent: string, name: string): string {
  const path = join(parent, name)
  mkdirSync(path)
  return path
}
