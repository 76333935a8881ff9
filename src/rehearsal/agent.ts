import { type Composer, composerText, EMPTY, pressKey, type Submission } from './composer.ts'
import type { Key } from './keys.ts'
import type { Memory } from './memory.ts'
import { namedFile } from './named-file.ts'
import { playSteps } from './player.ts'
import { SPINNER_MS, type View } from './screen.ts'
import { findTurn, type Script, type ScriptStep } from './script.ts'
import type { Stage } from './stage.ts'
import type { DialogStep } from './steps.ts'
import { Terminal } from './terminal.ts'
import { clean } from './text.ts'
import type { Transcript } from './transcript.ts'

interface OpenDialog {
  readonly step: DialogStep
  readonly at: number
  readonly pick: (index: number) => void
}

/** The agent: takes keys, plays the turns that they ask for one after another, and is the stage of their steps. */
export class Agent implements Stage {
  readonly cwd = process.cwd()
  readonly transcript: Transcript
  private readonly script: Script
  private readonly memory: Memory
  private readonly terminal: Terminal
  private composer: Composer = EMPTY
  private isReady = false
  private activity: View['busy'] = null
  private unfinished: string | null = null
  private dialog: OpenDialog | null = null
  private queue: Submission[] = []
  /** Of the turn that plays; null: idle. */
  private turn: { readonly controller: AbortController; readonly sinceMs: number } | null = null
  private spinner: NodeJS.Timeout | undefined
  private onText: () => void = () => undefined
  private ignoresSigterm = false

  constructor(script: Script, transcript: Transcript, memory: Memory) {
    this.script = script
    this.transcript = transcript
    this.memory = memory
    this.terminal = new Terminal(
      () => this.view(),
      (key) => this.press(key),
    )
    process.on('SIGTERM', () => this.ignoresSigterm || this.exit(128 + 15))
  }

  /** Draws the header, plays the start steps, and is then ready for texts. */
  async start(): Promise<void> {
    this.print(`✻ scripted agent · ${this.script.model}\n  ${this.cwd}`)
    if (this.script.start.length > 0) await this.perform(this.script.start)
    this.isReady = true
    this.terminal.redraw()
  }

  print(text: string): void {
    this.terminal.print(`${clean(text)}\n`)
  }

  busy(word: string): void {
    this.unfinished = null
    this.activity = { word, sinceMs: this.turn?.sinceMs ?? performance.now() }
    this.spinner ??= setInterval(() => this.terminal.redraw(), SPINNER_MS)
    this.terminal.redraw()
  }

  quiet(unfinished: string | null): void {
    clearInterval(this.spinner)
    this.spinner = undefined
    this.activity = null
    this.unfinished = unfinished
    this.terminal.redraw()
  }

  nextText(): Promise<void> {
    return new Promise((resolve) => {
      this.onText = resolve
    })
  }

  ask(step: DialogStep): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    this.dialog = { step, at: step.chosen, pick: resolve }
    this.turn?.controller.signal.addEventListener('abort', () => reject(new Error('interrupted')), {
      once: true,
    })
    this.terminal.redraw()
    return promise
  }

  draft(text: string): void {
    this.composer = pressKey(this.composer, { kind: 'text', text }, 0).composer
    this.terminal.redraw()
  }

  swallowEnters(count: number): void {
    this.composer = { ...this.composer, swallow: count }
  }

  freeze(): void {
    this.terminal.freeze()
  }

  ignoreSigterm(): void {
    this.ignoresSigterm = true
  }

  exit(code: number): never {
    this.transcript.append({ type: 'event', event: 'exit', code })
    this.terminal.leave()
    process.exit(code)
  }

  crash(): void {
    this.terminal.flush()
    process.kill(process.pid, 'SIGKILL')
  }

  private view(): View {
    return {
      busy: this.activity,
      unfinished: this.unfinished,
      queue: this.queue.map(({ shown }) => shown),
      composer: this.isReady ? this.composer : null,
      dialog: this.dialog && { ...this.dialog.step, at: this.dialog.at },
    }
  }

  private press(key: Key): void {
    if (key.kind === 'escape') this.interrupt()
    else if (this.dialog) this.pressInDialog(this.dialog, key)
    else if (key.kind === 'end') this.endIfEmpty()
    else if (this.isReady || key.kind !== 'enter') this.pressInComposer(key)
    this.terminal.redraw()
  }

  private interrupt(): void {
    this.turn?.controller.abort()
  }

  private endIfEmpty(): void {
    if (composerText(this.composer) === '') this.exit(0)
  }

  private pressInDialog(dialog: OpenDialog, { kind }: Key): void {
    const last = dialog.step.options.length - 1
    if (kind === 'up') this.dialog = { ...dialog, at: Math.max(0, dialog.at - 1) }
    if (kind === 'down') this.dialog = { ...dialog, at: Math.min(last, dialog.at + 1) }
    if (kind !== 'enter') return
    this.dialog = null
    dialog.pick(dialog.at)
  }

  private pressInComposer(key: Key): void {
    const { composer, submission } = pressKey(this.composer, key, performance.now())
    this.composer = composer
    if (!submission) return
    this.transcript.append({ type: 'user', text: submission.text, queued: this.turn !== null })
    this.queue.push(submission)
    this.onText()
    if (!this.turn) void this.playQueue()
  }

  private async playQueue(): Promise<void> {
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      this.print(`❯ ${next.shown.replaceAll('\n', '\n  ')}`)
      await this.perform(this.stepsFor(next.text))
    }
  }

  /** The steps of the turn that matches, which is thereby used; null: none does. */
  private stepsFor(text: string): readonly ScriptStep[] | null {
    const file = namedFile(text, this.cwd)
    if (file) this.print(`● Read(${file.path})${file.text === null ? `\n  ⎿ not readable: ${file.why}` : ''}`)
    const turn = findTurn(this.script, `${text}\n${file?.text ?? ''}`, this.memory.used)
    if (turn === null) return null
    this.memory.use(turn)
    return this.script.turns[turn]?.steps ?? []
  }

  private async perform(steps: readonly ScriptStep[] | null): Promise<void> {
    const controller = new AbortController()
    this.turn = { controller, sinceMs: performance.now() }
    try {
      if (steps) await playSteps(steps, this, controller.signal)
      else this.nothingToDo()
    } catch (error) {
      this.tellEnd(controller.signal.aborted ? null : error)
    }
    this.turn = null
    this.dialog = null
    this.quiet(null)
  }

  private nothingToDo(): void {
    this.print('● Nothing to do.')
    this.transcript.answer('Nothing to do.')
  }

  /** Why a turn did not play to its end; null: it was interrupted. */
  private tellEnd(error: unknown): void {
    if (error === null) {
      this.print('  ⎿ Interrupted')
      this.transcript.append({ type: 'event', event: 'interrupted' })
      return
    }
    const text = error instanceof Error ? error.message : String(error)
    this.print(`✗ ${text}`)
    this.transcript.append({ type: 'event', event: 'stopped', text })
  }
}
