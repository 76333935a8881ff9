import { readFileSync } from 'node:fs'
import { findTurn, parseScript, type Script } from '../../../src/rehearsal/script.ts'
import type { Asked } from '../../support/model-server/asked.ts'
import type { Reply, Rule } from '../../support/model-server/rule.ts'
import { DONE_WORD, movesOf, quoted } from './step-command.ts'
import { submittedTexts } from './submitted-texts.ts'

/** A turn: replies with a command to run, each answered by its output; it returns the words that end it. */
type Turn = Generator<Reply, string, string>

/**
 * The model of one agent: plays a script of the scripted agent through the tools of a real CLI. Texts that come in the middle
 * of a turn are the next turns, and a kickoff is a new life.
 */
export class PlayedAgent {
  /** The key with which its CLI asks. */
  readonly key: string
  /** Every line of the watchdog that reached it, in order; one that reached it twice stands here twice. */
  readonly heard: string[] = []
  /** Every request that it answered, and when. */
  readonly answered: { readonly asked: Asked; readonly atMs: number }[] = []
  /** What commands printed that failed: that ends a turn, as the scripts want it now and then. */
  readonly failures: string[] = []
  readonly #script: Script
  readonly #used: number[] = []
  readonly #waiting: string[] = []
  #turn: Turn | null = null

  constructor(name: string, scriptFile: string) {
    this.key = `dummy-key-of-the-agent-${name}`
    const parsed = parseScript(readFileSync(scriptFile, 'utf8'))
    if (!parsed.ok) throw new Error(`${scriptFile}: ${JSON.stringify(parsed.problems)}`)
    this.#script = parsed.script
  }

  /** Answers every request of its CLI's conversation. */
  get rule(): Rule {
    return { when: ({ key }) => key === this.key, answer: (asked) => this.#answer(asked) }
  }

  #answer(asked: Asked): Reply {
    this.answered.push({ asked, atMs: Date.now() })
    this.#hear(submittedTexts(asked.body))
    const said: string[] = []
    for (let result = asked.toolResult ?? ''; ; result = '') {
      this.#turn ??= this.#begin()
      if (!this.#turn) return { text: said.join('\n\n') || 'Nothing to do.' }
      const { done, value } = this.#turn.next(result)
      if (!done) return { ...value, text: [...said, value.text].filter(Boolean).join('\n\n') }
      said.push(value)
      this.#turn = null
    }
  }

  /** `texts`: all of the conversation, those that are known with those that are new. */
  #hear(texts: readonly string[]): void {
    for (const text of new Set(texts)) {
      const times = texts.filter((one) => one === text).length
      const known = this.heard.filter((one) => one === text).length
      if (times > known) this.heard.push(...Array<string>(times - known).fill(text))
      if (known === 0) this.#take(text)
    }
  }

  #take(text: string): void {
    if (KICKOFF.test(text)) {
      this.#turn = null
      this.#waiting.length = 0
    }
    this.#waiting.push(text)
  }

  #begin(): Turn | null {
    const text = this.#waiting.shift()
    return text === undefined ? null : this.#play(text)
  }

  *#play(text: string): Turn {
    const file = KICKOFF.exec(text)?.[1]
    const whole = file === undefined ? text : `${text}\n${yield { run: `cat ${quoted(file)}` }}`
    const index = findTurn(this.#script, whole, this.#used)
    if (index === null) return 'Nothing to do.'
    this.#used[index] = (this.#used[index] ?? 0) + 1
    for (const { text: say, run } of movesOf(this.#script.turns[index]?.steps ?? [])) {
      if (run === '') return say
      const result = yield { text: say, run }
      if (result.includes(DONE_WORD)) continue
      this.failures.push(result)
      return 'That did not work.'
    }
    return 'That is all.'
  }
}

/** `Read FILE and follow it.`, with which a run begins. */
const KICKOFF = /^Read (.+?) and follow it\b/
