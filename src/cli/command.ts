import type { Output } from './output.ts'

/** One option of a command. `value` is the word for its value in the help; it makes the option take one. */
export interface OptionSpec {
  readonly help: string
  readonly value?: string
  readonly short?: string
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** What was typed: a text or null for an option with a value, else whether it was given. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends { readonly value: string } ? string | null : boolean
}

/** What a command gets to work with. */
export interface Arguments<Specs extends OptionSpecs = OptionSpecs> {
  readonly options: OptionValues<Specs>
  /** The words after the command that are no options; `operands` of the command bounds their number. */
  readonly operands: readonly string[]
  readonly json: boolean
  readonly output: Output
  /** The absolute path of the agents.toml that is meant; throws a usage error when there is none. */
  configFile(): string
}

/** One command: what it takes, and what it does. `run` returns an exit code or throws an ExitError. */
export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  readonly options: Specs
  /** The least and the most operands; Infinity for a list. */
  readonly operands: readonly [least: number, most: number]
  /** More to know, for the end of the help; a line each. */
  readonly notes?: readonly string[]
  run(args: Arguments<Specs>): Promise<number>
}

/** A line of the command table: all that the help needs, and how to load the command itself when it is called. */
export interface CommandEntry {
  /** One word, or two for a command of a group: `phase show`. */
  readonly name: string
  readonly summary: string
  /** Operands as the help shows them, after the name: `[AGENT…]`. */
  readonly operands: string
  readonly example: string
  /** It is a program of its own and not a word after `agents`. */
  readonly isProgram?: boolean
  load(): Promise<{ readonly command: Command }>
}

/** Gives a command the types of its own options. */
export function defineCommand<const Specs extends OptionSpecs>(command: Command<Specs>): Command {
  return command as unknown as Command
}
