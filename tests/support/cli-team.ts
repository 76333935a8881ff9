import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { stringify } from 'smol-toml'
import type { PaneSeen } from '../../src/model/observation.ts'
import type { HomeCli } from './cli-addresses.ts'
import { type CliHome, launchLine, openCliHome } from './cli-home.ts'
import { DeliveryTeam } from './delivery-team.ts'
import { git } from './git-fixture.ts'
import type { Rule } from './model-server/rule.ts'
import { type ModelServer, startModelServer } from './model-server/server.ts'
import type { LaunchOptions } from './team-fixture.ts'
import type { Watchdog } from './watchdog-process.ts'

/** How one real CLI is launched as an agent. */
export interface CliLaunch {
  /** Its name in tests, and the profile of agents.toml. */
  readonly cli: HomeCli
  /** The installed program. */
  readonly program: string
  /** Options beside those that lead to the model server; default: the profile's own, for unattended work. */
  readonly args?: readonly string[]
  /** Words that its launch line would have and has not. */
  readonly without?: readonly string[]
  /** Other environment than its home's; '' takes a variable away. */
  readonly env?: Readonly<Record<string, string>>
  /** More files of its home by their path in it, or what is to be changed in one. */
  readonly files?: Readonly<Record<string, string | ((text: string) => string)>>
  /** More keys of its tables in agents.toml; with a `model` the launch line names none. */
  readonly backend?: Readonly<Record<string, unknown>>
  readonly agent?: Readonly<Record<string, unknown>>
  /** The text that it begins with; default: none. */
  readonly kickoff?: string
}

export interface LayOptions {
  readonly rules?: readonly Rule[]
  /** They have one home and one working folder between them. */
  readonly oneHome?: boolean
}

/** The agent's name in a team of one. */
export const AGENT = 'agent'
/** OpenCode computes for 20 s before it shows anything, on a machine that does nothing else. */
const READY_MS = 60_000

/** A team of real CLIs under our own watchdog: a model server on loopback, and for each agent a home and a repository. */
export class CliTeam extends DeliveryTeam {
  readonly server: ModelServer
  readonly homes: Readonly<Record<string, CliHome>>
  readonly #oneHome: boolean
  #watchdog: Watchdog | null = null

  /** Lays it out; nothing runs yet but the model server. */
  static async lay(
    agents: Readonly<Record<string, CliLaunch>>,
    { rules = [], oneHome = false }: LayOptions = {},
  ): Promise<CliTeam> {
    return new CliTeam(await startModelServer(rules), agents, oneHome)
  }

  /** A team of one, started and ready. */
  static async open(launch: CliLaunch, rules: readonly Rule[]): Promise<CliTeam> {
    const team = await CliTeam.lay({ [AGENT]: launch }, { rules })
    await team.startReady()
    return team
  }

  private constructor(server: ModelServer, agents: Readonly<Record<string, CliLaunch>>, oneHome: boolean) {
    super()
    this.server = server
    this.#oneHome = oneHome
    const homes: Record<string, CliHome> = {}
    for (const [name, { cli }] of Object.entries(agents))
      homes[name] = (oneHome ? Object.values(homes)[0] : undefined) ?? this.#settle(name, cli)
    this.homes = homes
    const entries = Object.entries(agents).map(([name, launch]) => this.#tables(name, launch))
    const backends = entries.map(({ agent, backend }) => [agent.name, backend])
    this.config(
      stringify({ backend: Object.fromEntries(backends), agent: entries.map(({ agent }) => agent) }),
    )
  }

  /** The home of the agent in a team of one. */
  get home(): CliHome {
    return this.#homeOf(AGENT)
  }

  /** The working folder of an agent: a repository without a commit. */
  cwd(agent = AGENT): string {
    return join(this.folder, this.#oneHome ? 'work' : agent)
  }

  /** Starts the watchdog and waits until every CLI shows its input box; the error shows what else there is. */
  async startReady(how: LaunchOptions = {}): Promise<void> {
    await this.start(how)
    const names = Object.keys(this.homes)
    await this.untilReady(names, READY_MS).catch(async (error: unknown) => {
      const screens = names.map((name) => `The screen of ${name}:\n${this.screen(name)}`)
      await this.close()
      throw new Error(`${String(error)}\n${screens.join('\n')}`)
    })
  }

  override async start(how: LaunchOptions = {}): Promise<Watchdog> {
    this.#watchdog = await super.start(how)
    return this.#watchdog
  }

  /** Kills the watchdog, as a crash would, and starts it again. */
  async restartWatchdog(how: LaunchOptions = {}): Promise<void> {
    await this.#watchdog?.end('SIGKILL')
    await this.start(how)
  }

  /** What the record holds of an agent's pane; null: it has none. */
  pane(agent = AGENT): PaneSeen | null {
    const { seen } = this.member(agent)
    return seen?.kind === 'here' ? seen : null
  }

  /** All tokens that are booked for an agent so far. */
  booked(agent = AGENT): number {
    using database = new DatabaseSync(join(this.stateDir, 'state.db'), { readOnly: true, timeout: 5_000 })
    const parts = 'input + output + reasoning + cache_read + write_5m + write_1h'
    const [row] = database
      .prepare(`SELECT coalesce(sum(${parts}), 0) AS total FROM token_sums WHERE agent = ?`)
      .all(agent)
    return Number(row?.total)
  }

  override async close(): Promise<void> {
    await super.close()
    await this.server.close()
    for (const home of Object.values(this.homes)) home.remove()
  }

  /** A repository, and a home that has seen it. */
  #settle(agent: string, cli: HomeCli): CliHome {
    const cwd = this.cwd(agent)
    mkdirSync(cwd)
    git(cwd, 'init', '--quiet', '--initial-branch=main')
    return openCliHome(cli, { url: this.server.url, cwd, key: `dummy-key-of-the-agent-${agent}` })
  }

  #tables(name: string, launch: CliLaunch) {
    const { cli, program, args, without = [], env, files = {}, backend = {}, agent = {}, kickoff } = launch
    const home = this.#homeOf(name)
    for (const [path, text] of Object.entries(files)) change(join(home.folder, path), text)
    const led = 'model' in backend ? [] : home.args
    const words = launchLine(cli, { program, led, options: args })
    const command = words.filter((word) => !without.includes(word))
    const file = `kickoff of ${name}.md`
    if (kickoff !== undefined) this.write(file, kickoff)
    return {
      backend: { profile: cli, command, env: { ...home.env, ...env }, ...backend },
      agent: {
        ...{ name, backend: name, kind: 'persistent', watch: 'heal', cwd: this.cwd(name) },
        ...(kickoff === undefined ? {} : { kickoff: file }),
        ...agent,
      },
    }
  }

  #homeOf(agent: string): CliHome {
    const home = this.homes[agent]
    if (!home) throw new Error(`No agent is called ${agent}.`)
    return home
  }
}

function change(file: string, text: string | ((old: string) => string)): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof text === 'string' ? text : text(readFileSync(file, 'utf8')))
}
