import { type IPty, spawn } from 'node-pty'
import type { TeamFixture } from './team-fixture.ts'

/** Of a person's terminal; the windows of a team keep their own size. */
const TERMINAL = { name: 'xterm-256color', cols: 120, rows: 40 }

/** A person at a terminal of their own, attached to the session of an agent. */
export class Person {
  readonly #terminal: IPty
  readonly #team: TeamFixture
  readonly #session: string
  #isGone = false

  private constructor(team: TeamFixture, session: string) {
    this.#team = team
    this.#session = session
    const argv = ['-u', '-L', `${team.socket}-0`, 'attach-session', '-t', `=${session}`]
    this.#terminal = spawn('tmux', argv, { ...TERMINAL, cwd: team.folder, env: team.env })
    this.#terminal.onExit(() => {
      this.#isGone = true
    })
  }

  /** Attaches, and waits until tmux counts the person. */
  static async attach(team: TeamFixture, agent: string): Promise<Person> {
    const person = new Person(team, `t-${agent}`)
    await team.until(`somebody is attached to ${agent}`, () => person.#ask('#{session_attached}') === '1')
    return person
  }

  /** Types as a person does: the bytes go through their terminal. */
  type(text: string): void {
    this.#terminal.write(text)
  }

  /** Enters copy mode and scrolls up a little. */
  async scroll(): Promise<void> {
    this.type('\x02[')
    await this.#team.until('the person scrolls', () => this.#ask('#{pane_in_mode}') === '1')
    this.type('\x1b[A\x1b[A')
  }

  isInCopyMode(): boolean {
    return this.#ask('#{pane_in_mode}') === '1'
  }

  async leaveCopyMode(): Promise<void> {
    this.type('q')
    await this.#team.until('the person has left copy mode', () => this.#ask('#{pane_in_mode}') === '0')
  }

  async detach(): Promise<void> {
    this.type('\x02d')
    await this.#team.until(
      'the person is gone',
      () => this.#isGone && this.#ask('#{session_attached}') === '0',
    )
  }

  /** Ends the terminal, if it still is there. */
  close(): void {
    if (!this.#isGone) this.#terminal.kill('SIGKILL')
  }

  #ask(format: string): string {
    return this.#team.tmux('display-message', '-p', '-t', `=${this.#session}:`, format)
  }
}
