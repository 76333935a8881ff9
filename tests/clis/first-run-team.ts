import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FirstRunAsk } from '../../src/backends/first-run.ts'
import { PROFILES } from '../../src/backends/list.ts'
import type { Profile } from '../../src/backends/profile.ts'
import type { ProfileName } from '../../src/model/team.ts'
import { ADDRESSES, type HomeCli } from '../support/cli-addresses.ts'
import { launchLine, NOTHING_LEAVES } from '../support/cli-home.ts'
import { git } from '../support/git-fixture.ts'
import { startModelServer } from '../support/model-server/server.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { programOf } from './program.ts'

/** A team of one agent: a real CLI whose config folder is named in agents.toml and is not there yet. */
export interface FirstRunTeam {
  readonly team: TeamFixture
  readonly folder: string
  /** What came of the start, as the record tells it. */
  startedWith(): string
  close(): Promise<void>
}

/** CLIs that have a profile and can be led to the model server. */
export type StartingCli = HomeCli & ProfileName
export const STARTING_CLIS = (Object.keys(ADDRESSES) as HomeCli[]).filter((name): name is StartingCli =>
  Object.hasOwn(PROFILES, name),
)

const text = JSON.stringify

/** The profile's own launch line with the program that the tests installed, led to the model server; nothing of it is an answer. */
export function firstLaunch(
  cli: StartingCli,
  url: string,
  folder: string,
): Pick<FirstRunAsk, 'argv' | 'env'> {
  const { args, env, files } = ADDRESSES[cli]({ url, cwd: '', key: KEY, folder })
  const { firstRun }: Profile = PROFILES[cli]
  // The files of one that asks nothing say where its model is.
  if (!firstRun) for (const [path, text] of Object.entries(files)) writeBelow(folder, path, text)
  const line = launchLine(cli, { program: programOf(cli), led: args })
  const argv = [...line, ...(cli === 'codex' ? codexProvider(url) : [])]
  const own = firstRun ? { [firstRun.variable]: folder } : {}
  return { argv, env: { ...NOTHING_LEAVES, ...env, ...own } }
}

/** What its config.toml would say: none is there yet. */
function codexProvider(url: string): string[] {
  const table = `name="tests",base_url=${text(`${url}/v1`)},wire_api="responses",env_key="TESTS_KEY"`
  const words = ['model="gpt-5.4-codex"', 'model_provider="tests"', `model_providers={tests={${table}}}`]
  return words.flatMap((word) => ['-c', word])
}

function writeBelow(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const KEY = 'dummy-key-of-the-tests-0001'

/** What is trusted is a repository: in a folder without one codex asks nothing. */
export function makeRepository(path: string): void {
  mkdirSync(path)
  git(path, 'init', '--quiet')
}

/** Starts the watchdog with such a team, and waits for nothing. */
export async function openFirstRunTeam(cli: StartingCli): Promise<FirstRunTeam> {
  const server = await startModelServer([])
  const team = new TeamFixture()
  const folder = join(team.folder, 'config of the team')
  const { argv, env } = firstLaunch(cli, server.url, folder)
  const variables = Object.entries(env)
  team.config(`
    [backend.${cli}]
    command = ${text(argv)}
    env = { ${variables.map(([name, value]) => `${name} = ${text(value)}`).join(', ')} }
    [[agent]]
    name = "builder"
    kind = "persistent"
    backend = "${cli}"
    cwd = "work"
  `)
  makeRepository(join(team.folder, 'work'))
  await team.start()
  return {
    ...{ team, folder, startedWith: () => team.sentences(/session t-builder/).join('\n') },
    close: async () => {
      await team.close()
      await server.close()
    },
  }
}
