import type { OnLimit } from '../model/team.ts'

/** What is known before a start of all that a CLI asks about at its first one. */
export interface FirstRunAsk {
  readonly argv: readonly string[]
  /** What the config puts into its environment. */
  readonly env: Readonly<Record<string, string>>
  /** Its working folder without links, which is how CLIs write it down. */
  readonly cwd: string
  /** As agents.toml says; default: `wait`. */
  readonly onLimit?: OnLimit
  /** User id of the watchdog; null: this system has none. */
  readonly userId: number | null
}

/** An answer that a CLI looks for in a JSON file of its config folder. */
export interface FileAnswer {
  /** What is asked, in words that go behind "whether"; for people. */
  readonly question: string
  /** `cwd`: it concerns one working folder; `all`: whatever is done with this config folder. */
  readonly reach: 'cwd' | 'all'
  /** Path of the file inside the folder. */
  readonly file: string
  /** Keys from the top of the file down to the value. */
  readonly at: readonly string[]
  /** A list is an answer when it has these items beside others; a value that somebody chose is never changed. */
  readonly value: boolean | string | readonly string[]
}

/** Answers that hold for one run: a launch line, an environment, and nothing on disk. */
export interface RunAnswers {
  readonly argv: readonly string[]
  /** Variables to set, beside those of the config. */
  readonly env: Readonly<Record<string, string>>
  /** What they answer, in the words of `FileAnswer.question`. */
  readonly questions: readonly string[]
}

/** What one CLI asks at its first start, and where it looks for the answers. Data and pure functions. */
export interface FirstRun {
  /** Variable that names its config folder. Without it the files are below HOME, and so is this folder. */
  readonly variable: string
  readonly below: string
  forRun(ask: FirstRunAsk): RunAnswers
  inFiles(ask: FirstRunAsk): readonly FileAnswer[]
  /** Why it would end at once whatever is answered, and what mends it; null: it would not. */
  refusal(ask: FirstRunAsk): string | null
}

/** Whether an option stands on a launch line, as a word of its own or before `=`. */
export function hasOption(argv: readonly string[], option: string): boolean {
  return argv.some((word) => word === option || word.startsWith(`${option}=`))
}
