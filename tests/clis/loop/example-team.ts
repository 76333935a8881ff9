import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse, stringify } from 'smol-toml'
import type { TokenRecord } from '../../../src/model/token-record.ts'
import { NO_TOKENS, type Tokens } from '../../../src/model/tokens.ts'
import { type CliHome, launchLine, openCliHome } from '../../support/cli-home.ts'
import { git } from '../../support/git-fixture.ts'
import { type ModelServer, startModelServer } from '../../support/model-server/server.ts'
import { TeamFixture } from '../../support/team-fixture.ts'
import type { CliName } from '../versions.ts'
import type { Given } from './expected-tokens.ts'
import { PlayedAgent } from './played-agent.ts'

const EXAMPLE = fileURLToPath(new URL('../../../examples/builder-adversary/', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../../../agents.ts', import.meta.url))

export const SEATS = ['builder', 'correctness', 'readability', 'desk'] as const
export type Seat = (typeof SEATS)[number]

/** The CLI of each agent. */
export type Cast = Readonly<Record<Seat, CliName>>

/** What went wrong first is told, not what came of it. */
const STORY_LINES = 250
const NOTHING_USED = Object.fromEntries(SEATS.map((seat) => [seat, NO_TOKENS])) as Record<Seat, Tokens>

interface Program {
  readonly cli: CliName
  readonly path: string
}

/** The tables of agents.toml that are changed. */
interface Config {
  readonly watchdog: Record<string, unknown>
  readonly backend: Record<string, { profile: string; command?: string[] }>
  readonly agent: { name: Seat; backend?: string; env?: object }[]
  readonly [table: string]: unknown
}

/**
 * The example's agents.toml, laid out by its own setup.sh, with real CLIs whose model plays the scripts of the demo. Changed are
 * the programs' paths, the environment that leads each to the model server, and the clocks of the watchdog.
 */
export class ExampleTeam extends TeamFixture {
  readonly server: ModelServer
  /** The models, by agent. */
  readonly players: Readonly<Record<Seat, PlayedAgent>>
  readonly #homes: readonly CliHome[]

  /** `programOf`: the path of an installed CLI. */
  static async open(cast: Cast, programOf: (cli: CliName) => string): Promise<ExampleTeam> {
    const players = Object.fromEntries(
      SEATS.map((seat) => [seat, new PlayedAgent(seat, join(EXAMPLE, 'scripts', `${seat}.toml`))]),
    ) as Record<Seat, PlayedAgent>
    const server = await startModelServer(Object.values(players).map(({ rule }) => rule))
    return new ExampleTeam(players, server, (seat) => ({ cli: cast[seat], path: programOf(cast[seat]) }))
  }

  private constructor(
    players: ExampleTeam['players'],
    server: ModelServer,
    program: (seat: Seat) => Program,
  ) {
    super()
    this.server = server
    this.players = players
    rmSync(this.origin, { recursive: true })
    execFileSync('sh', [join(EXAMPLE, 'setup.sh'), this.folder], { stdio: 'ignore' })
    const config = parse(this.read('agents.toml') ?? '') as unknown as Config
    // A stall takes 15 minutes in the example. By the socket `close` finds the tmux servers.
    const clocks = { signal_interval: '1s', stall_idle: '8s', stall_grace: '3s' }
    Object.assign(config.watchdog, { socket: this.socket, ...clocks })
    this.#homes = config.agent.map((agent) => this.#seat(config, agent, program(agent.name)))
    this.write('agents.toml', stringify(config))
  }

  /** Gives an agent a CLI with a home of its own, as a user's is: logged in, and never used in the agent's folder. */
  #seat({ backend }: Config, agent: Config['agent'][number], { cli, path }: Program): CliHome {
    const cwd = join(this.folder, 'prompts')
    const home = openCliHome(cli, { url: this.server.url, cwd, key: this.players[agent.name].key })
    backend[cli] ??= { profile: cli }
    const options = backend[cli].command?.slice(1)
    backend[cli].command = launchLine(cli, { program: path, led: home.args, options })
    Object.assign(agent, { backend: cli, env: home.env })
    return home
  }

  /** Waits until the last phase is done, and nobody is at work any more; the error tells what the models saw fail. */
  async untilComplete(deadlineMs: number): Promise<void> {
    const isQuiet = () => SEATS.every((seat) => ['idle', 'waiting'].includes(this.member(seat).verdict.name))
    const file = join(this.stateDir, 'SEQUENCE-COMPLETE')
    try {
      await this.until('the sequence is complete', () => existsSync(file) && isQuiet(), deadlineMs)
    } catch (error) {
      const failures = SEATS.flatMap((seat) => this.players[seat].failures.map((one) => `${seat}: ${one}`))
      const story = this.sentences().filter((one) => !/ screen reads | is (idle|working)\b/.test(one))
      const told = [`Commands that failed: ${failures.join('\n') || 'none'}`, 'The record begins:']
      throw new Error([...told, ...story.slice(0, STORY_LINES)].join('\n'), { cause: error })
    }
  }

  /** What a command of `agents` prints about this team. The model server answers meanwhile. */
  async agents(...args: string[]): Promise<string> {
    const argv = [PROGRAM, ...args, '--config', this.file]
    const { stdout } = await promisify(execFile)(process.execPath, argv, { env: this.env })
    return stdout
  }

  /** What `agents tokens` says that each agent used. */
  async tokensByAgent(): Promise<Readonly<Record<Seat, Tokens>>> {
    const { rows } = JSON.parse(await this.agents('tokens', '--by', 'agent', '--json'))
    const byAgent = rows.map((row: Tokens & { agent: Seat }) => [row.agent, row])
    return { ...NOTHING_USED, ...Object.fromEntries(byAgent) }
  }

  /** What the model sent to an agent. */
  sentTo(seat: Seat): Tokens {
    return this.server.sent(({ asked }) => asked.key === this.players[seat].key)
  }

  /** Every answer of the models that came whole. */
  given(): Given[] {
    const { exchanges } = this.server
    return SEATS.flatMap((agent) =>
      this.players[agent].answered.flatMap(({ asked, atMs }) => {
        const exchange = exchanges.find((one) => one.asked === asked)
        return exchange?.outcome === 'whole' && exchange.sent ? [{ agent, atMs, tokens: exchange.sent }] : []
      }),
    )
  }

  /** token-log.jsonl. */
  tokenLog(): TokenRecord[] {
    const lines = (this.read('.agents/token-log.jsonl') ?? '').trim().split('\n')
    return lines.map((line) => JSON.parse(line) as TokenRecord)
  }

  /** What is on the branch, oldest first: `author: subject`. */
  pushed(): string[] {
    return git(this.origin, 'log', '--reverse', '--format=%an: %s', 'main').split('\n')
  }

  /** Every living process that works in the team's folder, whoever its parent is and whatever its environment says. */
  pidsInside(): number[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    return pids.filter((pid) => folderOf(pid).startsWith(this.folder)).map(Number)
  }

  override async close(): Promise<void> {
    await super.close()
    await this.server.close()
    for (const home of this.#homes) home.remove()
  }
}

function folderOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return '' // ended meanwhile, or not ours
  }
}
