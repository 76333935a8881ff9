import type { Rule } from '../model-server/rule.ts'

/** What is done to a CLI, one after the other; `see` waits until the screen shows it. */
export type Step =
  | { readonly type: string }
  | { readonly paste: string }
  | { readonly press: string }
  | { readonly see: RegExp }

/** How one screen of one CLI is come by. Adding a state to the recordings is adding one of these. */
export interface Scene {
  /** Folder and name of the files: `working/streaming`. Its row in the table of states says what it reads as. */
  readonly name: string
  /** What the model says; made anew for each recording. */
  readonly rules?: () => readonly Rule[]
  /** Instead of the words behind the program in the profile's own launch line. */
  readonly args?: readonly string[]
  /** Beside the environment of its home; '' takes a variable away. */
  readonly env?: Readonly<Record<string, string>>
  /** More files of its home, by their path in it; null: one that is taken away. */
  readonly files?: Readonly<Record<string, string | null>>
  /** Files of the repository that it works in. */
  readonly repository?: Readonly<Record<string, string>>
  /** What is waited for before the steps, where it does not come to its input box. */
  readonly ready?: RegExp
  readonly steps: readonly Step[]
  /** Taken as soon as the screen shows it, before its CLI can be typed to; there are no steps then. */
  readonly early?: boolean
  /** What the screen shows when it is there. */
  readonly shows: RegExp
}

/** The scenes of one CLI. */
export interface Scenes {
  /** What is on its screen when it can be typed to, in every width. */
  readonly ready: RegExp
  readonly scenes: readonly Scene[]
}

/** A text, typed and sent. It is given time to take the text: a key right behind it may be lost. */
export function say(text: string): Step[] {
  return [{ type: text }, { see: new RegExp(text.slice(-8)) }, { press: 'Enter' }]
}
