import type { Command, CommandEntry, OptionSpecs } from './command.ts'
import { COMMON_OPTIONS } from './common-options.ts'
import { type Output, paint } from './output.ts'

/** `agents --help`: every command in a line. */
export function printOverview(entries: readonly CommandEntry[], output: Output): void {
  output.line('Keeps a team of coding-agent CLIs working unattended in tmux.')
  output.line()
  output.line(paint('bold', 'agents COMMAND [OPTIONS]'))
  output.line()
  const rows = entries.map((entry) => [paint('cyan', `  ${signature(entry)}`), entry.summary])
  output.table(['', ''], rows)
  output.line()
  output.table(['', ''], [...optionRows(COMMON_OPTIONS), [paint('cyan', '  --version'), 'print the version']])
  output.line()
  output.line('One command in full: agents COMMAND --help')
}

/** `agents COMMAND --help`: usage, options and an example. */
export function printCommandHelp(entry: CommandEntry, command: Command, output: Output): void {
  output.line(paint('bold', `${callOf(entry)} [OPTIONS]`))
  output.line()
  output.line(sentence(entry.summary))
  output.line()
  output.table(['', ''], optionRows({ ...command.options, ...COMMON_OPTIONS }))
  output.line()
  for (const note of command.notes ?? []) output.line(note)
  if (command.notes) output.line()
  output.line('Example:  ', paint('cyan', entry.example))
}

/** How a command is called: `agents up [AGENT…]`, or a program of its own. */
export function callOf(entry: CommandEntry): string {
  return entry.isProgram ? signature(entry) : `agents ${signature(entry)}`
}

/** A command's name with its operands: `up [AGENT…]`. */
export function signature({ name, operands }: CommandEntry): string {
  return operands === '' ? name : `${name} ${operands}`
}

/** An option as it is typed: `-h, --help` or `--config FILE`. */
export function optionLabel(name: string, { short, value }: OptionSpecs[string]): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
}

/** A summary as a sentence: with a capital letter and a full stop. */
export function sentence(summary: string): string {
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`
}

function optionRows(options: OptionSpecs) {
  return Object.entries(options).map(([name, spec]) => [
    paint('cyan', `  ${optionLabel(name, spec)}`),
    spec.help,
  ])
}
