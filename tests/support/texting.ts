import { readdirSync } from 'node:fs'
import { isSettled, type Message, tagOf } from '../../src/model/message.ts'
import { pause, pollUntil } from '../../src/system/poll.ts'
import { AGENT, type CliTeam } from './cli-team.ts'
import type { Exchange } from './model-server/exchange.ts'
import type { Rule } from './model-server/rule.ts'
import { Chance } from './transcripts/chance.ts'

/** When a text comes: at rest, on the heels of another, in the middle of an answer to the one before, or at a start. */
export type Moment =
  | 'idle'
  | 'scrolled'
  | 'at once'
  | 'thinking'
  | 'streaming'
  | 'running'
  | 'asking'
  | 'starting'

/** What the model does with a text says which moment comes next. */
const DURING: readonly Moment[] = ['thinking', 'streaming', 'running', 'asking']

export const MOMENTS: readonly Moment[] = ['idle', 'scrolled', 'at once', 'starting', ...DURING]
const REACH_MS = 20_000
const REST_MS = 75_000
const ASKS_MS = 6_000

/** A model that does what the newest text says: think, stream, run a command, or ask for leave to run one. */
export const OBEDIENT: readonly Rule[] = [
  { when: /then thinking/, answer: { text: 'I thought about it.', chunks: 1, delayMs: 2_500 } },
  { when: /then streaming/, answer: { text: 'All of this is said. '.repeat(8), delayMs: 90 } },
  { when: /then running/, answer: [{ text: 'I run it.', run: 'sleep 2' }, 'I ran it.'] },
  {
    when: (asked) => asked.step === 0 && /then asking/.test(asked.text),
    // The question comes while the next text may be on its way.
    answer: ({ text }) => ({
      ...{ text: 'I ask.', chunks: 1, delayMs: 900 },
      run: `touch approved-${/text-(\d+)/.exec(text)?.[1]}`,
    }),
  },
]

/** One text that was sent, and what became of it. */
export interface Told {
  readonly marker: string
  readonly moment: Moment
  readonly state: Message['state'] | 'none'
  readonly why: string
  /** How often the model was told it, over all sessions. */
  readonly times: number
}

export interface TextingOptions {
  readonly seed: number
  readonly texts: number
  /** As often as one another; asking not for a CLI that never does. */
  readonly moments: readonly Moment[]
}

/** Sends texts to a real CLI at moments of chance, the same for the same seed. */
export class Texting {
  readonly #team: CliTeam
  readonly #chance: Chance
  readonly #moments: readonly Moment[]
  /** How many requests the model had seen when a run began. */
  readonly #runs: number[] = [0]
  readonly #sent: string[] = []

  constructor(team: CliTeam, { seed, texts, moments }: TextingOptions) {
    this.#team = team
    this.#chance = new Chance(seed)
    const all = Array.from({ length: texts }, (_, at) => moments[at % moments.length] ?? 'idle')
    const [first = 'idle', ...rest] = this.#chance.shuffled(all)
    // Before the first text nothing is under way.
    this.#moments = [DURING.includes(first) ? 'idle' : first, ...rest]
  }

  async run(): Promise<void> {
    for (const [at, moment] of this.#moments.entries()) {
      await this.#reach(moment)
      const next = this.#moments[at + 1]
      this.#send(at, next && DURING.includes(next) ? next : null)
      if (moment === 'asking') await this.#denyWhenAsked()
    }
    await this.#rest()
  }

  /** What became of each text. */
  told(): Told[] {
    const messages = this.#messages()
    return this.#sent.map((marker, at) => {
      const message = messages[at]
      const mark = message?.tagged ? tagOf(message.id) : marker
      return {
        marker,
        moment: this.#moments[at] ?? 'idle',
        state: message?.state ?? 'none',
        why: message?.why ?? '',
        times: this.#timesTold(mark),
      }
    })
  }

  /** For people: how many of each moment, what became of them, and what proved it. */
  figures(): string {
    const told = this.told()
    const counted = (word: (one: Told) => string) =>
      [...Map.groupBy(told, word)].map(([name, some]) => `${name} ${some.length}`).join(', ')
    return `${counted(({ state }) => state)}; by ${counted(({ why }) => why)}; at ${counted(({ moment }) => moment)}`
  }

  /** Answers that did not come whole. */
  brokenAnswers(): string[] {
    const turns = this.#turns().filter(({ outcome }) => outcome !== 'whole')
    return turns.map(({ asked, outcome }) => `${outcome}: ${asked.text.slice(0, 80)}`)
  }

  /** Commands that ran although nobody approved them. */
  approved(): string[] {
    return readdirSync(this.#team.cwd()).filter((name) => name.startsWith('approved-'))
  }

  #send(at: number, then: Moment | null): void {
    const marker = `text-${String(at).padStart(3, '0')}`
    this.#sent.push(marker)
    this.#team.send(AGENT, `This is ${marker}${then ? `, then ${then}` : ''}.`)
  }

  async #reach(moment: Moment): Promise<void> {
    if (moment === 'at once') return
    if (DURING.includes(moment)) return this.#reachAnswer()
    await this.#rest()
    if (moment === 'scrolled') this.#team.tmux('copy-mode', '-t', `=t-${AGENT}:`)
    if (moment === 'starting') await this.#startAnew()
    await pause(this.#chance.below(1_200))
  }

  /** The model was told the newest text and answers it. */
  async #reachAnswer(): Promise<void> {
    const marker = this.#sent.at(-1) ?? ''
    const isAnswering = () => this.#turns().some(({ asked }) => JSON.stringify(asked.body).includes(marker))
    await pollUntil(isAnswering, { deadlineMs: REACH_MS, everyMs: 20 })
    await pause(this.#chance.below(1_800))
  }

  async #startAnew(): Promise<void> {
    const { incarnation } = this.#team.member(AGENT)
    this.#runs.push(this.#team.server.exchanges.length)
    this.#team.ask({ ask: 'restart', agents: [AGENT] })
    const isNew = () => {
      const member = this.#team.member(AGENT)
      return member.incarnation > incarnation && member.run === 'running'
    }
    await this.#team.until('a new run', isNew)
  }

  /** A person answers with No: after a look, so that a text has had time to do harm. */
  async #denyWhenAsked(): Promise<void> {
    if (await pollUntil(() => this.#asks(), { deadlineMs: ASKS_MS, everyMs: 50 })) await this.#deny()
  }

  async #deny(): Promise<void> {
    await pause(1_500)
    if (this.#asks()) this.#team.press(AGENT, 'Escape')
  }

  #asks(): boolean {
    return /Do you want to proceed\?|Would you like to run/.test(this.#team.screen(AGENT))
  }

  /** All texts are settled, and the model has nothing more to say for a while. */
  async #rest(): Promise<void> {
    const isQuiet = async () => {
      if (this.#asks()) await this.#deny()
      const before = this.#team.server.exchanges.length
      if (!this.#isSettled()) return false
      await pause(700)
      return this.#isSettled() && this.#team.server.exchanges.length === before
    }
    await this.#team.until('all texts are settled and the agent rests', isQuiet, REST_MS)
  }

  #isSettled(): boolean {
    const messages = this.#messages()
    const isAnswered = this.#turns().every(({ outcome }) => outcome !== null)
    return (
      messages.length >= this.#sent.length && messages.every(isSettled) && isAnswered && !this.#isWorking()
    )
  }

  #isWorking(): boolean {
    const { seen } = this.#team.member(AGENT)
    return seen?.kind === 'here' && seen.screen.state === 'working'
  }

  #messages(): Message[] {
    return this.#team.messagesTo(AGENT).sort((a, b) => a.id - b.id)
  }

  #turns(): Exchange[] {
    return this.#team.server.exchanges.filter(({ asked }) => asked.kind === 'turn')
  }

  /** In each run the most often that one request holds it. */
  #timesTold(mark: string): number {
    const all = this.#team.server.exchanges
    return this.#runs.reduce((sum, from, run) => {
      const ofRun = all.slice(from, this.#runs[run + 1]).filter(({ asked }) => asked.kind === 'turn')
      return sum + Math.max(0, ...ofRun.map(({ asked }) => JSON.stringify(asked.body).split(mark).length - 1))
    }, 0)
  }
}

/** Texts that were neither taken once nor told to be lost. */
export function unaccounted(told: readonly Told[]): Told[] {
  return told.filter(({ state, times, why }) =>
    state === 'accepted' ? times !== 1 : state !== 'failed' || why === '' || times > 1,
  )
}
