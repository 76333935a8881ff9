import type { PaneSeen } from '../../src/model/observation.ts'
import { type CliHome, openCliHome } from '../support/cli-home.ts'
import type { Rule } from '../support/model-server/rule.ts'
import { type ModelServer, startModelServer } from '../support/model-server/server.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import type { Watchdog } from '../support/watchdog-process.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** OpenCode takes 20 s to start, and twice that beside busy neighbours. */
const READY_MS = 60_000

export interface WatchedOptions {
  /** Arguments behind the program's name. */
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** A real CLI as the one agent (`a`, persistent) of a team that a real watchdog watches. */
export class WatchedCli {
  readonly team = new TeamFixture()
  readonly server: ModelServer
  readonly home: CliHome
  #watchdog: Watchdog | null = null

  private constructor(server: ModelServer, home: (team: TeamFixture) => CliHome) {
    this.server = server
    this.home = home(this.team)
  }

  /** Starts it and waits until its input box is seen. */
  static async start(name: CliName, rules: readonly Rule[], options: WatchedOptions): Promise<WatchedCli> {
    const program = programOf(name)
    const server = await startModelServer(rules)
    const cli = new WatchedCli(server, (team) => openCliHome(name, { url: server.url, cwd: team.folder }))
    const env = Object.entries({ ...cli.home.env, ...options.env })
    const table = env.map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join(', ')
    const command = JSON.stringify([program, ...cli.home.args, ...options.args])
    cli.team.config(
      `[backend.cli]\nprofile = "${name}"\ncommand = ${command}\nenv = { ${table} }\n` +
        `[[agent]]\nname = "a"\nbackend = "cli"\nkind = "persistent"\nwatch = "heal"\ncwd = "."\n`,
    )
    try {
      cli.#watchdog = await cli.team.start()
      await cli.team.untilReady(['a'], READY_MS)
      return cli
    } catch (error) {
      await cli.close()
      throw error
    }
  }

  /** Kills the watchdog, as a crash would, and starts it again. */
  async restartWatchdog(): Promise<void> {
    await this.#watchdog?.end('SIGKILL')
    this.#watchdog = await this.team.start()
  }

  /** A text, typed by the watchdog. */
  send(text: string): void {
    this.team.ask({ ask: 'send', agents: ['a'], text })
  }

  press(...keys: string[]): void {
    this.team.tmux('send-keys', '-t', 't-a', ...keys)
  }

  screen(): string {
    return this.team.tmux('capture-pane', '-p', '-t', 't-a')
  }

  /** What the record holds of its pane. */
  get pane(): PaneSeen | null {
    const { seen } = this.team.member('a')
    return seen?.kind === 'here' ? seen : null
  }

  /** What each teller says, such as `hook working, registry working, screen working`, and what is believed. */
  get told(): string {
    const words = this.pane?.testimonies.map(({ teller, says }) => `${teller} ${says}`) ?? []
    return `${this.pane?.state.says}: ${words.join(', ')}`
  }

  /** Waits until it is told so. */
  async until(told: RegExp, deadlineMs = 20_000): Promise<void> {
    await this.team.until(`${told}; last: ${this.told}`, () => told.test(this.told), deadlineMs)
  }

  async close(): Promise<void> {
    await this.team.close()
    await this.server.close()
    this.home.remove()
  }
}
