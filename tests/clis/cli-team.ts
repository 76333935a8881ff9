import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type CliHome, openCliHome } from '../support/cli-home.ts'
import { DeliveryTeam } from '../support/delivery-team.ts'
import { git } from '../support/git-fixture.ts'
import type { Rule } from '../support/model-server/rule.ts'
import { type ModelServer, startModelServer } from '../support/model-server/server.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** One real CLI under our own watchdog, with a model server, a home and a clone of its own. */
export interface CliTeam {
  readonly team: DeliveryTeam
  readonly server: ModelServer
  /** The clone that it works in. */
  readonly cwd: string
  /** All tokens that are booked for it so far. */
  booked(): number
  close(): Promise<void>
}

export interface CliTeamOptions {
  readonly rules: readonly Rule[]
  /** Value of `model`. */
  readonly model: string
  /** Options of the launch line behind the program. */
  readonly options?: readonly string[]
  readonly kickoff: string
}

/** Starts the watchdog with one persistent agent, which has the CLI's name and the profile of that name. */
export async function openCliTeam(
  name: Extract<CliName, 'pi' | 'qwen'>,
  { rules, model, options = [], kickoff }: CliTeamOptions,
): Promise<CliTeam> {
  const program = programOf(name)
  const server = await startModelServer(rules)
  const team = new DeliveryTeam()
  const cwd = join(team.folder, 'work')
  git(team.folder, 'clone', '--quiet', team.origin, cwd)
  const home = openCliHome(name, { url: server.url, cwd })
  team.write('kickoff.md', kickoff)
  team.config(tables(name, { command: [program, ...options], model, home }))
  await team.start()
  return {
    ...{ team, server, cwd },
    booked: () => bookedFor(team, name),
    close: async () => {
      await team.close()
      await server.close()
      home.remove()
    },
  }
}

function tables(
  name: string,
  { command, model, home }: { command: readonly string[]; model: string; home: CliHome },
): string {
  const env = Object.entries(home.env).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
  return [
    `[backend.${name}]`,
    `profile = "${name}"`,
    `command = ${JSON.stringify(command)}`,
    `model = ${JSON.stringify(model)}`,
    `env = { ${env.join(', ')} }`,
    '[[agent]]',
    `name = "${name}"`,
    `backend = "${name}"`,
    'kind = "persistent"',
    'watch = "heal"',
    'cwd = "work"',
    'kickoff = "kickoff.md"',
  ].join('\n')
}

function bookedFor(team: DeliveryTeam, agent: string): number {
  const database = new DatabaseSync(join(team.stateDir, 'state.db'), { readOnly: true, timeout: 5_000 })
  try {
    const parts = 'input + output + reasoning + cache_read + write_5m + write_1h'
    const [row] = database
      .prepare(`SELECT coalesce(sum(${parts}), 0) AS total FROM token_sums WHERE agent = ?`)
      .all(agent)
    return Number(row?.total)
  } finally {
    database.close()
  }
}
