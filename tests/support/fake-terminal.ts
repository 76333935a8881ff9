import type { CommandEntry } from '../../src/cli/command.ts'
import { defineCommand } from '../../src/cli/command.ts'
import { main } from '../../src/cli/main.ts'
import { createOutput, type Sink } from '../../src/cli/output.ts'

/** What a command line printed and its exit code. */
export interface CommandRun {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A stream that remembers what was written to it. */
export function memorySink(isTTY = false): Sink & { text: string } {
  return {
    isTTY,
    text: '',
    write(text) {
      this.text += text
    },
  }
}

/** Runs `agents …argv` on a table of commands, in a folder where only `files` exist. */
export async function runCommandLine(
  argv: readonly string[],
  entries: readonly CommandEntry[],
  files: readonly string[] = [],
): Promise<CommandRun> {
  const [out, err] = [memorySink(), memorySink()]
  const output = createOutput(out, err, {})
  const code = await main(argv, {
    entries,
    output,
    folder: '/team/work',
    exists: (path) => files.includes(path),
  })
  return { code, out: out.text, err: err.text }
}

/** A command that prints what it was given as JSON; takes one to two operands. */
export const echo: CommandEntry = {
  name: 'echo',
  summary: 'prints what it was given',
  operands: 'AGENT [TEXT]',
  example: 'agents echo builder --loud',
  load: async () => ({
    command: defineCommand({
      options: { loud: { help: 'in capitals', short: 'l' }, times: { value: 'N', help: 'how often' } },
      operands: [1, 2],
      run: async ({ options, operands, json, output }) => {
        output.json({ options, operands, json })
        return 0
      },
    }),
  }),
}

/** A command of the given name that runs the given deed. */
export function commandNamed(
  name: string,
  deed: (configFile: () => string) => number = () => 0,
): CommandEntry {
  const run = async ({ configFile }: { configFile(): string }) => deed(configFile)
  const command = defineCommand({ options: {}, operands: [0, 0], run })
  return {
    name,
    summary: `does ${name}`,
    operands: '',
    example: `agents ${name}`,
    load: async () => ({ command }),
  }
}
