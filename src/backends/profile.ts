import type { ProfileName } from '../model/team.ts'
import type { Doing } from '../model/testimony.ts'
import type { SeenOn } from './cli-version.ts'
import type { DialogForm } from './dialog-form.ts'
import type { FirstRun } from './first-run.ts'
import type { HookProfile } from './hook-profile.ts'

/** What is known of one kind of agent CLI. Data; the version says on what it was seen. */
export interface Profile {
  readonly name: ProfileName
  /** On what patterns and timings were seen; null: no version matters. */
  readonly seenOn: SeenOn | null
  /** Launch line when the config names none. Never a shell line. */
  readonly command: readonly string[]
  /** Option that takes the model's name; null: the CLI takes none. */
  readonly modelOption: string | null
  /** How a session id is chosen at launch; null: the CLI chooses by itself. */
  readonly session: SessionOption | null
  /** Option by which it reads the files of `{folder}`, outside its own, without asking; null: it asks for none. */
  readonly folderOption: string | null
  readonly env: Readonly<Record<string, string>>
  /** What it asks at its first start; without it: nothing. */
  readonly firstRun?: FirstRun
  /** Variables with which it asks the API for each token, instead of using what a subscription covers. */
  readonly apiVariables: readonly string[]
  /** tmux key name. */
  readonly submitKey: string
  /** Pause between paste and submit key, ms: shorter ones were seen to lose the key. */
  readonly submitDelayMs: number
  /** What a text typed while it is busy does; `blind`: it has no input box to look at. */
  readonly input: 'queues' | 'waits' | 'blind'
  /**
   * tmux key that deletes to the begin of a row of the input box, and does nothing in an empty one, whatever else is going on;
   * absent: none was seen to.
   */
  readonly clearKey?: 'C-u'
  /** Its transcript has a text when its model is told it, not while it waits in a queue; absent: it does not, or late. */
  readonly tellsTexts?: true
  /** Command that makes room in its context; absent: none is known, or its transcript does not tell that the context is full. */
  readonly compact?: string
  /** null: its screen is not read. */
  readonly screen: ScreenPatterns | null
  /** What its pane title says in each state; absent: nothing. The first that matches counts. */
  readonly title?: Partial<Readonly<Record<Doing, RegExp>>>
  /** The words of its registry of processes; absent: it keeps none. */
  readonly registry?: RegistryWords
  /** How it tells what happens; absent: it does not, or only where a person has trusted it to. */
  readonly hooks?: HookProfile
}

/** What a CLI's registry of processes says, as states. */
export interface RegistryWords {
  readonly status: Readonly<Record<string, Doing>>
  /** Says more than the status, where it is known. */
  readonly waitingFor: Readonly<Record<string, Doing>>
}

/** How a CLI takes the id of its session. */
export interface SessionOption {
  /** Option that takes a UUID. */
  readonly option: string
  /** Words of a launch line that choose another session already: then it is given no id. */
  readonly taken: readonly string[]
}

/** How one CLI's screen is read. Each pattern is tried on one line at a time. */
export interface ScreenPatterns {
  /**
   * `ruled`: between two rules; `bare`: the same without a prompt, and lists to choose from stand there, too; `boxed`: in a
   * frame; `gutter`: behind a bar; `prompt`: the last line that begins with the prompt.
   */
  readonly composer: 'ruled' | 'bare' | 'boxed' | 'gutter' | 'prompt'
  /** What stands before the text in the input box. */
  readonly prompt: RegExp
  /** Text in the box that nobody typed. */
  readonly placeholder: RegExp
  /** What stands in the box for a long paste, with its size as group `lines` or `chars`; null: pastes are shown whole. */
  readonly folded: RegExp | null
  /** Rows right above the box, anchored: what the conversation says higher up is no sign of work. */
  readonly working: readonly RegExp[]
  /** What is left of such a row when it is half drawn, or cut: nothing is known then. */
  readonly torn?: readonly RegExp[]
  /** What may stand between such a row and the box; default: what is indented, and texts behind the prompt. */
  readonly hanging?: RegExp
  /** Words that always stand below the box of one that rests: without them its screen is cut. Absent: any. */
  readonly atRest?: RegExp
  /** The row right above the box that says that a job of its own goes on while it rests; absent: it draws none. */
  readonly job?: RegExp
  /** Rows below a box that can be typed to, the first and each further one; without it any row. No row at all: it is half drawn. */
  readonly foot?: { readonly first: RegExp; readonly rest: RegExp }
  /** Words below the box while it works. */
  readonly footer: readonly RegExp[]
  /** Rows of a dialog, whatever it asks. */
  readonly dialog: readonly RegExp[]
  /** A row of any dialog that is drawn over the conversation and leaves the box in sight. */
  readonly overlay?: RegExp
  /** Tried on the words of a dialog, its lines joined with one space: it asks leave for a tool; the model has a question. */
  readonly permission?: RegExp
  readonly question?: RegExp
  /** Dialogs that are known word for word. */
  readonly dialogs?: readonly DialogForm[]
  /** Lines that name a usage limit; what a user's `limit_pattern` matches counts beside them. None of them is proof: any may be quoted. */
  readonly limit: readonly RegExp[]
  /** Row below the box that says that it goes on by itself when its limit ends; null: it never does. */
  readonly resumes: RegExp | null
}
