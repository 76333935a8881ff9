import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { FirstRun, FirstRunAsk } from '../../src/backends/first-run.ts'
import { withAnswers } from '../../src/backends/first-run-json.ts'
import { PROFILES } from '../../src/backends/list.ts'
import type { Profile } from '../../src/backends/profile.ts'
import { ADDRESSES, type HomeCli } from './cli-addresses.ts'

/** Whatever would leave the machine is sent to a port of loopback where nobody listens. */
export const NOTHING_LEAVES: Readonly<Record<string, string>> = {
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
}

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

export interface LaunchWords {
  readonly program: string
  /** What leads it to the model server: `args` of its home. */
  readonly led: readonly string[]
  readonly options?: readonly string[] | undefined
}

/** Makes a home: an empty folder, what leads to the model server, and the product's own answers to first-run questions. */
export function openCliHome(
  name: HomeCli,
  { url, cwd, key = 'dummy-key-of-the-tests-0001' }: CliHomeOptions,
): CliHome {
  const folder = mkdtempSync(join(tmpdir(), `agents-home-${name}-`))
  const { files, env, args } = ADDRESSES[name]({ url, cwd: realpathSync(cwd), key, folder })
  for (const [path, text] of Object.entries(files)) put(join(folder, path), text)
  const profile: Profile = PROFILES[name]
  const given = { ...profile.env, ...env }
  const answered = answer(
    profile.firstRun,
    { argv: args, env: given, cwd: realpathSync(cwd), userId: null },
    folder,
  )
  return {
    folder,
    env: { ...commonEnvironment(folder), ...given, ...answered.env },
    args: answered.argv,
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}

/** A program with its options (default: the profile's own), led to the model server. Some take no option twice. */
export function launchLine(
  cli: HomeCli,
  { program, led, options = PROFILES[cli].command.slice(1) }: LaunchWords,
): string[] {
  return [program, ...options, ...led.filter((word) => !options.includes(word))]
}

/** As `prepare` does at a start (src/act/prepare.ts). */
function answer(
  firstRun: FirstRun | undefined,
  ask: FirstRunAsk,
  home: string,
): Pick<FirstRunAsk, 'argv' | 'env'> {
  if (!firstRun) return { argv: ask.argv, env: {} }
  const folder = ask.env[firstRun.variable] ?? home
  mkdirSync(folder, { recursive: true })
  for (const [file, answers] of Map.groupBy(firstRun.inFiles(ask), (each) => each.file)) {
    const merged = withAnswers(null, answers)
    if (merged.kind === 'merged') put(join(folder, file), merged.text ?? '')
  }
  // Whoever starts it has its own launch line.
  return { argv: ask.argv, env: firstRun.forRun(ask).env }
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Nothing of ours is inherited. */
function commonEnvironment(folder: string): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter),
    HOME: folder,
    TMPDIR: makeFolder(folder, 'tmp'),
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    GIT_CONFIG_NOSYSTEM: '1',
    ...NOTHING_LEAVES,
  }
}

function makeFolder(parent: string, name: string): string {
  const path = join(parent, name)
  mkdirSync(path)
  return path
}
