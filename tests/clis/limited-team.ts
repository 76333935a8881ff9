import { fileURLToPath } from 'node:url'
import { type CliHome, openCliHome } from '../support/cli-home.ts'
import type { Rule } from '../support/model-server/rule.ts'
import { type ModelServer, startModelServer } from '../support/model-server/server.ts'
import { TeamFixture } from '../support/team-fixture.ts'
import { programOf } from './program.ts'

const RUNNER = fileURLToPath(new URL('../support/run-watchdog-ahead.ts', import.meta.url))
/** Claude Code knows usage limits only with a token of a subscription. */
const SUBSCRIPTION = {
  ANTHROPIC_API_KEY: '',
  CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-dummy-token-of-the-tests-0001',
}
const FLAGS = {
  claude: ['--dangerously-skip-permissions'],
  codex: ['--no-alt-screen', '--ask-for-approval', 'never', '--sandbox', 'danger-full-access'],
  pi: [],
  gemini: ['--yolo'],
  qwen: ['--yolo'],
  opencode: [],
}

type Cli = keyof typeof FLAGS

/** A team without a loop: real CLIs, a model server, and a watchdog whose clocks the test moves. */
export class LimitedTeam {
  readonly team = new TeamFixture()
  readonly server: ModelServer
  readonly #homes: CliHome[] = []

  private constructor(server: ModelServer) {
    this.server = server
  }

  /** Starts one agent of the CLI for each name, all with one account, and waits until they are ready; `keys`: more of their backends. */
  static async start(
    cli: Cli,
    names: readonly string[],
    rules: readonly Rule[],
    keys: readonly string[] = [],
  ): Promise<LimitedTeam> {
    const made = new LimitedTeam(await startModelServer(rules))
    try {
      made.team.config(names.map((name) => made.#agent(cli, name, keys)).join('\n'))
      await made.team.start({ runner: RUNNER })
      await made.team.untilReady(names, 40_000)
    } catch (error) {
      await made.close()
      throw error
    }
    return made
  }

  /** Types a text to an agent, as a person would have the watchdog do. */
  send(agent: string, text: string): void {
    this.team.ask({ ask: 'send', agents: [agent], text })
  }

  /** Moves both clocks of the watchdog, and of nobody else. */
  ahead(ms: number): void {
    this.team.write('ahead-ms', String(ms))
  }

  /** Every text of the watchdog about an agent's limit that was queued. */
  resumes(agent: string): number {
    return Object.values(this.team.memory().messages).filter(
      (message) => message.agent === agent && message.kind === 'resume',
    ).length
  }

  /** What stands in an agent's pane. */
  screen(agent: string): string {
    return this.team.tmux('capture-pane', '-p', '-t', `t-${agent}:`)
  }

  /** Turns in which the model was told that the limit is over. */
  toldToGoOn(): number {
    return this.server.exchanges.filter(
      ({ asked }) => asked.kind === 'turn' && /usage limit is over/.test(asked.text),
    ).length
  }

  async close(): Promise<void> {
    await this.team.close()
    await this.server.close()
    for (const home of this.#homes) home.remove()
  }

  #agent(cli: Cli, name: string, keys: readonly string[]): string {
    const key = `dummy-key-of-the-tests-${name.padStart(4, '0')}`
    const home = openCliHome(cli, { url: this.server.url, cwd: this.team.folder, key })
    this.#homes.push(home)
    const env = { ...home.env, ...(cli === 'claude' ? SUBSCRIPTION : {}) }
    return [
      `[backend.${name}]`,
      `profile = "${cli}"`,
      `account = "one"`,
      ...keys,
      `command = ${JSON.stringify([programOf(cli), ...home.args, ...FLAGS[cli]])}`,
      `[backend.${name}.env]`,
      ...Object.entries(env).map(([variable, value]) => `${variable} = ${JSON.stringify(value)}`),
      `[[agent]]`,
      `name = "${name}"`,
      `backend = "${name}"`,
      `kind = "persistent"`,
    ].join('\n')
  }
}
