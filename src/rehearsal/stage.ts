import type { CommandResult } from './commands.ts'
import type { DialogStep, StepOf, Verb } from './steps.ts'
import { clean } from './text.ts'
import type { Transcript } from './transcript.ts'

/** What a step may do to the agent that plays it. */
export interface Stage {
  readonly cwd: string
  readonly transcript: Transcript
  /** Adds a paragraph to the conversation; control characters are removed from it. */
  print(text: string): void
  /** Shows the spinner with this word. */
  busy(word: string): void
  /** Takes the spinner away, so that nothing more is drawn; leaves a half-finished line when there is one. */
  quiet(unfinished: string | null): void
  /** Resolves when the next text is submitted. */
  nextText(): Promise<void>
  /** Opens a menu and resolves to the picked index, counted from 0. */
  ask(dialog: DialogStep): Promise<number>
  draft(text: string): void
  swallowEnters(count: number): void
  /** Reads and draws nothing any more. */
  freeze(): void
  ignoreSigterm(): void
  /** Draws what is still to be drawn, then ends the program. */
  exit(code: number): never
  /** Draws what is still to be drawn, then ends the program by SIGKILL. */
  crash(): void
}

/** Plays the step of one verb; the signal is aborted when the turn is interrupted. */
export type Player<V extends Verb> = (step: StepOf<V>, stage: Stage, signal: AbortSignal) => Promise<void>

/** The players of some verbs. */
export type Players<V extends Verb> = { readonly [K in V]: Player<K> }

/** A step that could not be done; stops its turn. */
export class StepFailed extends Error {}

/** Thrown by a step after which its turn is over, without a failure. */
export class TurnEnded extends Error {}

const SHOWN_LINES = 10
const RECORDED_CHARS = 2000

/** Shows a command and the end of its output, and records both. */
export function report(stage: Stage, argv: readonly string[], result: CommandResult): void {
  const lines = clean(result.output).trimEnd().split('\n').slice(-SHOWN_LINES)
  const exit = result.exitCode === 0 ? [] : [`exit ${result.exitCode ?? 'by a signal, or not started'}`]
  const shown = [...lines, ...exit].filter((line) => line !== '')
  stage.print([`● $ ${argv.join(' ')}`, ...shown.map((line) => `  ⎿ ${line}`)].join('\n'))
  const { exitCode, durationMs } = result
  stage.transcript.append({
    type: 'tool',
    argv,
    exitCode,
    output: result.output.slice(-RECORDED_CHARS),
    durationMs,
  })
}
