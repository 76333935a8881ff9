import type { CommandEntry, OptionSpecs } from '../../src/cli/command.ts'
import { COMMON_OPTIONS } from '../../src/cli/common-options.ts'
import { callOf, optionLabel, sentence } from '../../src/cli/help.ts'

/** docs/commands.md, from the command table. */
export async function commandsMarkdown(entries: readonly CommandEntry[]): Promise<string> {
  const sections = await Promise.all(entries.map(section))
  return [INTRODUCTION, optionTable(COMMON_OPTIONS), EXIT_CODES, ...sections].join('\n\n').concat('\n')
}

const INTRODUCTION = `# Commands

Generated from src/cli/commands.ts by \`npm run docs\`. \`agents COMMAND --help\` says the same. Every command takes:`

const EXIT_CODES = `Exit codes: 0 done, 1 a failure that the message explains, 2 wrong usage or a wrong agents.toml, 3 the watchdog is
not running where it must. Colour is used only on a terminal, and never when \`NO_COLOR\` is set.`

async function section(entry: CommandEntry): Promise<string> {
  const { command } = await entry.load()
  const options = Object.keys(command.options).length > 0 ? `\n\n${optionTable(command.options)}` : ''
  const notes = command.notes ? `\n\n${command.notes.join('\n')}` : ''
  const example = `\`\`\`sh\n${entry.example}\n\`\`\``
  return `## ${callOf(entry)}\n\n${sentence(entry.summary)}${options}${notes}\n\n${example}`
}

function optionTable(options: OptionSpecs): string {
  const rows = Object.entries(options).map(
    ([name, spec]) => `| \`${optionLabel(name, spec)}\` | ${spec.help} |`,
  )
  return ['| option | does |', '| --- | --- |', ...rows].join('\n')
}
