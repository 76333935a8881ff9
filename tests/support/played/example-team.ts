import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'smol-toml'
import { programOf } from '../../clis/program.ts'
import { openCliHome, type CliHome } from '../cli-home.ts'
import { type ModelServer, startModelServer } from '../model-server/server.ts'
import { TeamFixture } from '../team-fixture.ts'
import { PlayedAgent } from './played-agent.ts'

const EXAMPLE = fileURLToPath(new URL('../../../examples/builder-adversary/', import.meta.url))
const AGENTS_PROGRAM = fileURLToPath(new URL('../../../agents.ts', import.meta.url))

/** Who sits where: the CLI of each agent. */
export type Cast = Readonly<Record<'builder' | 'correctness' | 'readability' | 'desk', 'claude' | 'codex' | 'pi'>>

interface AgentTable {
  name: string
  backend?: string
  env?: Record<string, string>
  [key: string]: unknown
}

interface Config {
  watchdog: Record<string, unknown>
  backend: Record<string, { profile: string; command?: string[]; [key: string]: unknown }>
  agent: AgentTable[]
  [key: string]: unknown
}

/**
 * The example, laid out by its own setup.sh, with its agents.toml and real CLIs whose model plays the demo's scripts. Changed
 * are the programs' paths, what makes each reach the model server, and two settings of the watchdog (`config`).
 */
export class ExampleTeam extends TeamFixture {
  readonly players: ReadonlyMap<string, PlayedAgent>
  readonly server: ModelServer
  readonly #homes: CliHome[] = []

  static async open(cast: Cast): Promise<ExampleTeam> {
    const players = Object.keys(cast).map((name) => new PlayedAgent(name, join(EXAMPLE, `scripts/${name}.toml`)))
    const server = await startModelServer(players.map(({ rule }) => rule))
    return new ExampleTeam(cast, new Map(players.map((one, at) => [Object.keys(cast)[at] ?? '', one])), server)
  }

  private constructor(cast: Cast, players: ReadonlyMap<string, PlayedAgent>, server: ModelServer) {
    super()
    this.players = players
    this.server = server
    rmSync(this.origin, { recursive: true })
    execFileSync('sh', [join(EXAMPLE, 'setup.sh'), this.folder], { stdio: 'ignore' })
    const config = parse(this.read('agents.toml') ?? '') as unknown as Config
    this.#recast(config, cast)
    this.write('agents.toml', stringify(config))
  }

  #recast(config: Config, cast: Cast): void {
    // A stall is waited for, which takes 15 minutes in the example; and `close` finds its tmux servers by this name.
    Object.assign(config.watchdog, { socket: this.socket, stall_idle: '8s', stall_grace: '3s', signal_interval: '1s' })
    if (Object.values(cast).includes('pi')) config.backend.pi ??= { profile: 'pi', command: ['pi'] }
    for (const agent of config.agent) {
      const cli = cast[agent.name as keyof Cast]
      const cwd = join(this.folder, String(agent.cwd))
      mkdirSync(cwd, { recursive: true })
      const key = this.players.get(agent.name)?.key ?? ''
      const home = openCliHome(cli, { url: this.server.url, cwd, key })
      this.#homes.push(home)
      agent.backend = cli
      agent.env = { ...home.env }
      const backend = config.backend[cli]
      const own = home.args.filter((word) => !backend?.command?.includes(word))
      if (backend) backend.command = [programOf(cli), ...(backend.command ?? []).slice(1), ...own]
    }
  }

  /** What a command of `agents` prints about this team. */
  agents(...args: string[]): string {
    return execFileSync(process.execPath, [AGENTS_PROGRAM, ...args, '--config', this.file], {
      env: this.env,
      encoding: 'utf8',
    })
  }

  override async close(): Promise<void> {
    await super.close()
    await this.server.close()
    for (const home of this.#homes) home.remove()
  }
}
