import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'smol-toml'
import { CliTeam } from '../support/cli-team.ts'
import type { Rule } from '../support/model-server/rule.ts'
import type { ModelServer } from '../support/model-server/server.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

const RUNNER = fileURLToPath(new URL('../support/run-watchdog-ahead.ts', import.meta.url))

/** Claude Code knows usage limits only with a token of a subscription. */
export const SUBSCRIPTION = {
  ANTHROPIC_API_KEY: '',
  CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-dummy-token-of-the-tests-0001',
}

/** A team of real CLIs and a watchdog whose clocks the test moves. */
export class LimitedTeam {
  readonly team: CliTeam
  readonly server: ModelServer
  #monoAheadMs = 0

  private constructor(team: CliTeam) {
    this.team = team
    this.server = team.server
  }

  /** Starts one agent of the CLI for each name, all with one account, and waits until they are ready; `keys`: more of their backends. */
  static async start(
    cli: CliName,
    names: readonly string[],
    rules: readonly Rule[],
    keys: readonly string[] = [],
  ): Promise<LimitedTeam> {
    const backend = { account: 'one', ...parse(keys.join('\n')) }
    const env = cli === 'claude' ? SUBSCRIPTION : {}
    const files = cli === 'gemini' ? { '.gemini/settings.json': withoutTrust } : {}
    const launch = { cli, program: programOf(cli), env, backend, files }
    const team = await CliTeam.lay(Object.fromEntries(names.map((name) => [name, launch])), { rules })
    await team.startReady({ runner: RUNNER })
    return new LimitedTeam(team)
  }

  /** Types a text to an agent, as a person would have the watchdog do. */
  send(agent: string, text: string): void {
    this.team.send(agent, text)
  }

  /** Moves both clocks of the watchdog, and of nobody else. */
  ahead(ms: number): void {
    this.#ahead(ms, ms)
  }

  /** As if the machine had slept until then: its monotonic clock did not go on. */
  asleep(ms: number): void {
    this.#ahead(ms, this.#monoAheadMs)
  }

  /** Waits until the watchdog has looked and acted at least once more, whatever there was to record. */
  async untilItLooked(): Promise<void> {
    for (let times = 0; times < 3; times++) {
      const before = this.#lastTickMs()
      await this.team.until('the watchdog looks again', () => this.#lastTickMs() !== before)
    }
  }

  #lastTickMs(): number {
    return JSON.parse(this.team.read('.agents/watchdog.json') ?? '{}').tickMs
  }

  /** Kills the watchdog, as a crash would, and starts it again with its clocks where they were. */
  restartWatchdog(): Promise<void> {
    return this.team.restartWatchdog({ runner: RUNNER })
  }

  /** In one piece: the watchdog may read it at any moment. */
  #ahead(wallMs: number, monoMs: number): void {
    this.#monoAheadMs = monoMs
    this.team.write('ahead-ms.new', `${wallMs} ${monoMs}`)
    renameSync(join(this.team.folder, 'ahead-ms.new'), join(this.team.folder, 'ahead-ms'))
  }

  /** Every text of the watchdog about an agent's limit that was queued. */
  resumes(agent: string): number {
    return this.team.messagesTo(agent).filter(({ kind }) => kind === 'resume').length
  }

  /** What stands in an agent's pane. */
  screen(agent: string): string {
    return this.team.screen(agent)
  }

  /** Turns in which the model was told that the limit is over. */
  toldToGoOn(): number {
    return this.server.exchanges.filter(
      ({ asked }) => asked.kind === 'turn' && /usage limit is over/.test(asked.text),
    ).length
  }

  close(): Promise<void> {
    return this.team.close()
  }
}

/** Gemini CLI would ask whether the folder of long texts, which it is given besides its own, is trusted. */
function withoutTrust(text: string): string {
  const settings = JSON.parse(text)
  const security = { ...settings.security, folderTrust: { enabled: false } }
  return JSON.stringify({ ...settings, security })
}
