import type { Message } from '../../src/model/message.ts'
import { isSettled } from '../../src/model/message.ts'
import { TeamFixture } from './team-fixture.ts'

/** A scripted agent of a test: its script, and lines for its table in agents.toml. */
export interface Scripted {
  readonly script?: string
  readonly keys?: string
}

/** A team of persistent scripted agents that take texts from people. */
export class DeliveryTeam extends TeamFixture {
  /** Writes agents.toml and the scripts; `rest` comes first in the file. */
  configAgents(
    agents: Readonly<Record<string, Scripted>>,
    rest = '',
    watchdog: Readonly<Record<string, string>> = {},
  ): void {
    for (const [name, { script = '' }] of Object.entries(agents)) this.write(`${name}.toml`, script)
    const tables = Object.entries(agents).map(
      ([name, { keys = '' }]) => `[[agent]]\nname = "${name}"\nscript = "${name}.toml"\n${keys}\n`,
    )
    const defaults = '[defaults]\nbackend = "scripted"\nkind = "persistent"\nwatch = "heal"\n'
    this.config(`[backend.scripted]\nprofile = "scripted"\n${rest}${defaults}${tables.join('')}`, watchdog)
  }

  /** A person's text for one agent. */
  send(agent: string, text: string): void {
    this.ask({ ask: 'send', agents: [agent], text })
  }

  messagesTo(agent: string): Message[] {
    return Object.values(this.memory().messages).filter((message) => message.agent === agent)
  }

  /** Waits until so many texts for the agent are queued and none is on its way any more. */
  async untilSettled(agent: string, count = 1, deadlineMs?: number): Promise<readonly Message[]> {
    const done = () => this.messagesTo(agent).length >= count && this.messagesTo(agent).every(isSettled)
    await this.until(`${count} texts for ${agent} are settled`, done, deadlineMs)
    return this.messagesTo(agent)
  }

  /** Waits until the record says that a text for the agent was held back for this reason. */
  async untilWithheld(agent: string, why: string): Promise<void> {
    const said = () =>
      this.events().some(
        (event) => event.type === 'withheld' && event.decision.target === agent && event.by.includes(why),
      )
    await this.until(`a text for ${agent} is withheld: ${why}`, said)
  }

  /** The screen of an agent's pane, as it is now. */
  screen(agent: string): string {
    return this.tmux('capture-pane', '-p', '-t', `=t-${agent}:`)
  }

  async untilScreen(agent: string, wanted: string): Promise<void> {
    await this.until(`${agent} shows ${wanted}`, () => this.screen(agent).includes(wanted))
  }

  /** The words in the input box of an agent's pane, as the watchdog saw it last; null: no box was seen. */
  boxOf(agent: string): string | null {
    const { seen } = this.member(agent)
    return seen?.kind === 'here' ? seen.screen.composer : null
  }

  /** Keys as a person presses them, by their tmux names. */
  press(agent: string, ...keys: string[]): void {
    this.tmux('send-keys', '-t', `=t-${agent}:`, ...keys)
  }

  /** How often the text of a message was typed. */
  typings(agent: string): number {
    return this.sentences(new RegExp(` deliver: type message #\\d+ into ${agent}$`)).length
  }

  /** How often the submit key alone was pressed once more. */
  pressings(agent: string): number {
    return this.sentences(new RegExp(` deliver: press the submit key again .* in ${agent}$`)).length
  }
}
