import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PROFILES } from '../../src/backends/list.ts'
import { git } from '../support/git-fixture.ts'
import { startModelServer } from '../support/model-server/server.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { ADDRESSES, type AskingCli, commandOf } from './first-run-address.ts'

/** A team of one agent: a real CLI whose config folder is named in agents.toml and is not there yet. */
export interface FirstRunTeam {
  readonly team: TeamFixture
  readonly folder: string
  /** What came of the start, as the record tells it. */
  startedWith(): string
  close(): Promise<void>
}

const text = JSON.stringify

/** What is trusted is a repository: in a folder without one codex asks nothing. */
export function makeRepository(path: string): void {
  mkdirSync(path)
  git(path, 'init', '--quiet')
}

/** Starts the watchdog with such a team, and waits for nothing. */
export async function openFirstRunTeam(cli: AskingCli): Promise<FirstRunTeam> {
  const server = await startModelServer([])
  const team = new TeamFixture()
  const folder = join(team.folder, 'config of the team')
  const address = ADDRESSES[cli](server.url)
  const variable = PROFILES[cli].firstRun?.variable ?? ''
  const variables = Object.entries({ ...address.env, [variable]: folder })
  team.config(`
    [backend.${cli}]
    command = ${text(commandOf(cli, address))}
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
