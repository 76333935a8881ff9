import type { PaneSeen } from '../../src/model/observation.ts'
import type { VerdictName } from '../../src/model/verdict.ts'
import { AGENT, type CliLaunch, CliTeam } from '../support/cli-team.ts'
import type { Rule } from '../support/model-server/rule.ts'
import { programOf } from './program.ts'
import type { CliName } from './versions.ts'

/** A real CLI under a real watchdog, and what is told of it. */
export class WatchedCli {
  readonly team: CliTeam

  private constructor(team: CliTeam) {
    this.team = team
  }

  /** Starts it and waits until its input box is seen. */
  static async start(
    cli: CliName,
    rules: readonly Rule[],
    launch: Pick<CliLaunch, 'args' | 'env' | 'files'>,
  ): Promise<WatchedCli> {
    return new WatchedCli(await CliTeam.open({ cli, program: programOf(cli), ...launch }, rules))
  }

  /** A text, typed by the watchdog. */
  send(text: string): void {
    this.team.send(AGENT, text)
  }

  press(...keys: string[]): void {
    this.team.press(AGENT, ...keys)
  }

  screen(): string {
    return this.team.screen(AGENT)
  }

  /** What the record holds of its pane. */
  get pane(): PaneSeen | null {
    return this.team.pane()
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

  /** Waits until the watchdog takes it for that. */
  async untilVerdict(name: VerdictName): Promise<void> {
    await this.team.until(`the verdict is ${name}`, () => this.team.member(AGENT).verdict.name === name)
  }

  close(): Promise<void> {
    return this.team.close()
  }
}
