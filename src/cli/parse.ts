import { parseArgs } from 'node:util'
import { nearest } from '../config/nearest.ts'
import type { CommandEntry, OptionSpecs } from './command.ts'
import { usageError } from './exit.ts'

/** A command line cut at its command: which one is meant, and the other words in their order. */
export interface CommandLine {
  /** Null: no command was named. */
  readonly entry: CommandEntry | null
  readonly rest: readonly string[]
}

/** Option values by name (text, or true for an option without a value) and the operands. */
export interface ParsedWords {
  readonly values: ReadonlyMap<string, string | true>
  readonly operands: readonly string[]
}

/** Finds the command in a command line; options may stand before it. Throws a usage error for an unknown one. */
export function findCommand(argv: readonly string[], entries: readonly CommandEntry[]): CommandLine {
  const at = indexOfCommand(argv)
  if (at === null) return { entry: null, rest: argv }
  const [word = '', next = ''] = argv.slice(at)
  for (const name of [`${word} ${next}`, word]) {
    const entry = entries.find((candidate) => candidate.name === name)
    if (entry) return { entry, rest: argv.toSpliced(at, name.split(' ').length) }
  }
  throw unknownCommand(word, next, entries)
}

function indexOfCommand(argv: readonly string[]): number | null {
  for (let i = 0; i < argv.length; i++) {
    if (argv[i] === '--') return null
    if (argv[i] === '--config') i++
    else if (!argv[i]?.startsWith('-')) return i
  }
  return null
}

function unknownCommand(word: string, next: string, entries: readonly CommandEntry[]): Error {
  const group = entries.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name)
  const names = group.length > 0 ? group : entries.map(({ name }) => name)
  const guess = nearest(group.length > 0 ? `${word} ${next}` : word, names)
  const message =
    group.length > 0 ? `"${word}" is one of: ${group.join(', ')}.` : `Unknown command "${word}".`
  return usageError(message, guess ? `Did you mean "agents ${guess}"?` : 'All commands: agents --help')
}

/** Reads options and operands. Throws a usage error that names the nearest option for an unknown one. */
export function parseWords(words: readonly string[], specs: OptionSpecs): ParsedWords {
  const { tokens } = parseArgs({ args: [...words], options: toNode(specs), strict: false, tokens: true })
  const values = new Map<string, string | true>()
  const operands: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value)
    if (token.kind === 'option') values.set(token.name, readValue(token, specs))
  }
  return { values, operands }
}

function toNode(specs: OptionSpecs) {
  const entries = Object.entries(specs).map(([name, { value, short }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const)
    return [name, short === undefined ? { type } : { type, short }] as const
  })
  return Object.fromEntries(entries)
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

function readValue({ name, rawName, value, inlineValue }: OptionToken, specs: OptionSpecs): string | true {
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
  if (!spec) throw unknownOption(rawName, Object.keys(specs))
  if (spec.value === undefined) {
    if (value === undefined) return true
    throw usageError(`${rawName} takes no value.`, `Leave "=${value}" out.`)
  }
  const forgotten = value === undefined || (!inlineValue && value.startsWith('-'))
  if (forgotten)
    throw usageError(`${rawName} needs a value: ${rawName} ${spec.value}`, `Or: ${rawName}=${spec.value}`)
  return value
}

function unknownOption(rawName: string, names: readonly string[]): Error {
  const guess = nearest(rawName.replace(/^-+/, ''), names)
  return usageError(
    `Unknown option ${rawName}.`,
    guess ? `Did you mean --${guess}?` : `Known: ${names.map((name) => `--${name}`).join(', ')}`,
  )
}
