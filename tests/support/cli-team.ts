import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { HomeCli } from './cli-addresses.ts'
import { type CliHome, openCliHome } from './cli-home.ts'
import { DeliveryTeam } from './delivery-team.ts'
import { git } from './git-fixture.ts'
import type { Rule } from './model-server/rule.ts'
import { type ModelServer, startModelServer } from './model-server/server.ts'

/** How one real CLI is launched as an agent. */
export interface CliLaunch {
  /** Its name in tests, and the profile of agents.toml. */
  readonly cli: HomeCli
  /** The installed program. */
  readonly program: string
  /** Arguments behind those that choose the model server. */
  readonly args: readonly string[]
  /** More files of its home, by their path in it. */
  readonly files?: Readonly<Record<string, string>>
}

/** The agent's name in its team. */
export const AGENT = 'agent'

/** A team of one real CLI, a model server on loopback, and our watchdog. */
export class CliTeam extends DeliveryTeam {
  readonly cwd = join(this.folder, AGENT)
  readonly server: ModelServer
  readonly home: CliHome

  private constructor(server: ModelServer, { cli, program, args, files = {} }: CliLaunch) {
    super()
    this.server = server
    mkdirSync(this.cwd)
    git(this.cwd, 'init', '--quiet')
    this.home = openCliHome(cli, { url: server.url, cwd: this.cwd })
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.home.folder, path)), { recursive: true })
      writeFileSync(join(this.home.folder, path), text)
    }
    const command = JSON.stringify([program, ...this.home.args, ...args])
    const env = Object.entries(this.home.env).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
    this.config(
      [
        `[backend.real]\nprofile = "${cli}"\ncommand = ${command}`,
        `[backend.real.env]\n${env.join('\n')}`,
        `[[agent]]\nname = "${AGENT}"\nbackend = "real"\nkind = "persistent"\nwatch = "heal"\ncwd = "${AGENT}"\n`,
      ].join('\n'),
    )
  }

  /** Starts the model server and the watchdog, and waits until the CLI shows its input box. */
  static async open(launch: CliLaunch, rules: readonly Rule[]): Promise<CliTeam> {
    const team = new CliTeam(await startModelServer(rules), launch)
    await team.start()
    await team.untilReady([AGENT], 15_000).catch(async (error: unknown) => {
      const screen = team.screen(AGENT)
      await team.close()
      throw new Error(`${String(error)}\nThe screen:\n${screen}`)
    })
    return team
  }

  override async close(): Promise<void> {
    await super.close()
    await this.server.close()
    this.home.remove()
  }
}
