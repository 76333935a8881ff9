import { program } from '../../src/cli/log-main.ts'
import { main } from '../../src/cli/main.ts'
import { createOutput } from '../../src/cli/output.ts'
import type { LogEntry } from '../../src/model/log-entry.ts'
import { EntryReader } from '../../src/transcripts/entry-reader.ts'
import { type CommandRun, memorySink } from './fake-terminal.ts'

/** Path of a transcript among the fixtures. */
export function transcriptFixture(name: string): string {
  return new URL(`../fixtures/transcripts/${name}`, import.meta.url).pathname
}

/** What `agent-log …argv` prints, run in this process, where it is no terminal. */
export async function runLog(...argv: readonly string[]): Promise<CommandRun> {
  const [out, err] = [memorySink(), memorySink()]
  const output = createOutput(out, err, {})
  const around = { entries: [program], output, folder: '/', exists: () => false }
  const code = await main(['agent-log', ...argv], around)
  return { code, out: out.text, err: err.text }
}

/** The entries of records in one transcript, in short: `role kind name: text`, or what was used. */
export function told(records: readonly object[]): string[] {
  return entriesOf(records).map(inShort)
}

/** The entries of records in one transcript. */
export function entriesOf(records: readonly object[]): LogEntry[] {
  const reader = new EntryReader()
  const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  return [...reader.take(Buffer.from(lines)), ...reader.rest()]
}

function inShort({ role, kind, name, text, depth, tokens }: LogEntry): string {
  const what = tokens ? `${tokens.input}+${tokens.output}` : [name, text].filter(Boolean).join(': ')
  return `${'> '.repeat(depth)}${role} ${kind} ${what}`.trimEnd()
}
