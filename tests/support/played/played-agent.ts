import { appendFileSync, readFileSync } from 'node:fs'
import { findTurn, parseScript, type Script } from '../../../src/rehearsal/script.ts'
import type { Asked } from '../model-server/asked.ts'
import type { Reply, Rule } from '../model-server/rule.ts'
import { DONE_WORD, quoted, stepCommand } from './step-command.ts'
import { submittedTexts } from './submitted-texts.ts'

/** A turn: replies with a command to run, each answered by its output, and the words that end it. */
type Turn = Generator<Reply, string, string>

/**
 * The model of one agent: plays a script of the scripted agent, but through the tools of a real CLI. What it is told is
 * what the CLI sends, whether a text begins a turn or comes in the middle of one: then it is the next turn.
 */
export class PlayedAgent {
  /** The key with which its CLI asks. */
  readonly key: string
  /** Every text that reached it, in order. */
  readonly heard: string[] = []
  /** What did not go as its script says. */
  readonly failures: string[] = []
  readonly #script: Script
  readonly #used: number[] = []
  readonly #waiting: string[] = []
  readonly #known = new Set<string>()
  #turn: Turn | null = null

  constructor(name: string, scriptFile: string) {
    this.key = `dummy-key-of-the-agent-${name}`
    const parsed = parseScript(readFileSync(scriptFile, 'utf8'))
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    this.#script = parsed.script
  }

  /** Answers every request of its CLI's conversation. */
  get rule(): Rule {
    return { when: ({ key }) => key === this.key, answer: (asked) => this.#answer(asked) }
  }

  #answer(asked: Asked): Reply {
    if (process.env.DUMP) appendFileSync(process.env.DUMP, `${JSON.stringify([this.key, asked.step, asked.toolResult, (asked.body.messages as unknown[] ?? asked.body.input as unknown[] ?? []).slice(-2)])}\n`)
    for (const text of submittedTexts(asked.body)) this.#hear(text)
    const said: string[] = []
    let result = asked.toolResult ?? ''
    for (;;) {
      this.#turn ??= this.#next()
      if (!this.#turn) return { text: said.join('\n\n') || 'Nothing to do.' }
      const step = this.#turn.next(result)
      if (!step.done) return { ...step.value, text: [...said, step.value.text ?? ''].join('\n\n').trim() }
      said.push(step.value)
      this.#turn = null
      result = ''
    }
  }

  #hear(text: string): void {
    if (this.#known.has(text)) return
    this.#known.add(text)
    this.heard.push(text)
    // A new run knows nothing of what the last one was at.
    if (FILE.test(text)) this.#drop()
    this.#waiting.push(text)
  }

  #drop(): void {
    this.#turn = null
    this.#waiting.length = 0
  }

  #next(): Turn | null {
    const text = this.#waiting.shift()
    return text === undefined ? null : this.#play(text)
  }

  *#play(text: string): Turn {
    const file = FILE.exec(text)?.[1]
    const whole = file === undefined ? text : `${text}\n${yield { run: `cat ${quoted(file)}` }}`
    const index = findTurn(this.#script, whole, this.#used)
    if (index === null) return 'Nothing to do.'
    this.#used[index] = (this.#used[index] ?? 0) + 1
    const said: string[] = []
    for (const step of this.#script.turns[index]?.steps ?? []) {
      if (step.verb === 'say') said.push(step.text)
      const run = stepCommand(step)
      if (run === null) continue
      const result = yield { text: said.splice(0).join('\n\n'), run }
      if (result.includes(DONE_WORD)) continue
      this.failures.push(`line ${step.line}, ${step.verb}: ${result}`)
      return `That did not work: ${step.verb}.`
    }
    return said.join('\n\n') || 'I stop here.'
  }
}

/** A kickoff: the text is in the file. */
const FILE = /^Read (.+?) and follow it\b/
