import { exists } from '../system/files.ts'
import { standardSink } from '../system/standard-sink.ts'
import type { Arguments, Command, CommandEntry } from './command.ts'
import { commands } from './commands.ts'
import { COMMON_OPTIONS } from './common-options.ts'
import { EXIT, ExitError, usageError } from './exit.ts'
import { findConfig } from './find-config.ts'
import { callOf, printCommandHelp, printOverview } from './help.ts'
import { createOutput, type Output, paint } from './output.ts'
import { findCommand, type ParsedWords, parseWords } from './parse.ts'
import { quietSqlite } from './quiet-sqlite.ts'
import { VERSION } from './version.ts'

/** All that a command line meets outside itself; tests give their own. */
export interface Surroundings {
  readonly entries: readonly CommandEntry[]
  readonly output: Output
  /** The current folder. */
  readonly folder: string
  exists(path: string): boolean
}

/** Runs one command line (the words after `agents`) and returns its exit code. Never throws. */
export async function main(argv: readonly string[], around: Surroundings = here()): Promise<number> {
  try {
    return await dispatch(argv, around)
  } catch (error) {
    return explain(error, around.output)
  }
}

/** The terminal, the folder and the command table of a person's call. */
export function here(): Surroundings {
  quietSqlite()
  // `agents events | head` closes our output early: that is the reader's right, not an error.
  const sinkOf = (descriptor: 1 | 2) => standardSink(descriptor, () => process.exit(EXIT.done))
  const output = createOutput(sinkOf(1), sinkOf(2), process.env)
  return { entries: commands, output, folder: process.cwd(), exists }
}

async function dispatch(argv: readonly string[], around: Surroundings): Promise<number> {
  if (argv[0] === '--version') {
    around.output.line(VERSION)
    return EXIT.done
  }
  const asked = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv
  const { entry, rest } = findCommand(asked, around.entries)
  return entry === null ? noCommand(rest, around) : runCommand(entry, rest, around)
}

function noCommand(words: readonly string[], around: Surroundings): number {
  const { values } = parseWords(words, COMMON_OPTIONS)
  printOverview(around.entries, around.output)
  return values.has('help') ? EXIT.done : EXIT.usage
}

async function runCommand(
  entry: CommandEntry,
  words: readonly string[],
  around: Surroundings,
): Promise<number> {
  const { command } = await entry.load()
  const parsed = parseWords(words, { ...command.options, ...COMMON_OPTIONS })
  if (parsed.values.has('help')) {
    printCommandHelp(entry, command, around.output)
    return EXIT.done
  }
  checkOperands(entry, command, parsed.operands.length)
  return command.run(toArguments(command, parsed, around))
}

function checkOperands(entry: CommandEntry, { operands: [least, most] }: Command, count: number): void {
  if (count >= least && count <= most) return
  const usage = callOf(entry)
  throw usageError(
    `${count < least ? 'Something is missing' : 'That is too much'}: ${usage}`,
    `For example: ${entry.example}`,
  )
}

function toArguments(command: Command, { values, operands }: ParsedWords, around: Surroundings): Arguments {
  const options = Object.entries(command.options).map(([name, { value }]) => [
    name,
    values.get(name) ?? (value === undefined ? false : null),
  ])
  const given = values.get('config')
  return {
    options: Object.fromEntries(options),
    operands,
    json: values.has('json'),
    output: around.output,
    configFile: () => findConfig(typeof given === 'string' ? given : null, around.folder, around.exists),
  }
}

function explain(error: unknown, output: Output): number {
  if (error instanceof ExitError) {
    output.problem(paint('red', 'agents: '), error.message)
    output.problem(error.hint)
    return error.code
  }
  if (error instanceof Error && 'hint' in error && typeof error.hint === 'string') {
    output.problem(paint('red', 'agents: '), error.message)
    output.problem(error.hint)
    return EXIT.failure
  }
  output.problem(paint('red', 'agents: this is a defect of agents, please report it:'))
  for (const line of stackOf(error).split('\n')) output.problem(line)
  return EXIT.failure
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error)
}
