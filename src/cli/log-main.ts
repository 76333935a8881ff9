import { transcriptOf } from '../backends/launch.ts'
import { loadTeam } from '../config/load.ts'
import type { LogEntry } from '../model/log-entry.ts'
import { exists, readText, realPath } from '../system/files.ts'
import { LineReader } from '../system/lines.ts'
import { pause } from '../system/poll.ts'
import { scriptedLog } from '../transcripts/scripted-log.ts'
import { defineCommand } from './command.ts'
import { EXIT, failure, usageError } from './exit.ts'
import { here, main } from './main.ts'
import { type Output, paint, type Style } from './output.ts'

/** How often a followed file is looked at. */
const FOLLOW_EVERY_MS = 300

const STYLES: Readonly<Record<LogEntry['role'], Style>> = {
  user: 'cyan',
  agent: 'bold',
  tool: 'dim',
  event: 'yellow',
}

/** `agent-log`: transcripts as clean lines. It reads those of the scripted agent; other formats are named and left out. */
export const command = defineCommand({
  options: {
    agent: { value: 'NAME', help: 'the transcript of this agent of the team' },
    follow: { short: 'f', help: 'go on with what is added' },
  },
  operands: [0, Number.POSITIVE_INFINITY],
  async run({ options, operands, json, output, configFile }) {
    const files = options.agent === null ? operands : [transcriptOfAgent(options.agent, configFile())]
    if (files.length === 0) throw usageError('Name a transcript, or an agent.', 'agent-log --agent builder')
    const readers = files.map((path) => ({ path, reader: readerOf(path) }))
    for (;;) {
      for (const { path, reader } of readers) print(path, reader, output, json)
      if (!options.follow) return EXIT.done
      await pause(FOLLOW_EVERY_MS)
    }
  },
})

/** Runs `agent-log` with the words of its command line; returns the exit code. */
export function logMain(argv: readonly string[]): Promise<number> {
  const entry = {
    ...{
      name: 'agent-log',
      summary: 'prints transcripts as clean, greppable lines',
      operands: 'FILE… | --agent NAME',
    },
    ...{ example: 'agent-log --agent builder -f', isProgram: true, load: async () => ({ command }) },
  }
  const words = argv[0] === '--version' ? argv : ['agent-log', ...argv]
  return main(words, { ...here(), entries: [entry] })
}

function transcriptOfAgent(name: string, file: string): string {
  const loaded = loadTeam(readText(file) ?? '', realPath(file), process.env)
  if (!loaded.ok) throw usageError(`${file} is wrong.`, 'See what is wrong: agents up --dry-run')
  const agent = loaded.team.agents.find((one) => one.name === name)
  if (!agent)
    throw usageError(
      `No agent is named ${name}.`,
      `There are: ${loaded.team.agents.map((one) => one.name).join(', ')}`,
    )
  const path = transcriptOf(loaded.team, agent)
  if (!path)
    throw failure(
      `Where ${agent.backend.profile} keeps its transcripts is not known yet.`,
      'Name the file: agent-log FILE',
    )
  return path
}

function readerOf(path: string): LineReader {
  if (!exists(path))
    throw failure(`There is no file ${path}.`, 'The agent may not have been started yet: agents status')
  return new LineReader(path)
}

function print(path: string, reader: LineReader, output: Output, json: boolean): void {
  let unread = 0
  for (const line of reader.read()) {
    const entries = line === '' ? [] : entriesOf(line)
    if (entries === null) unread += 1
    for (const entry of entries ?? []) {
      if (json) output.jsonLine(entry)
      else
        output.line(
          paint(STYLES[entry.role], entry.role.padEnd(5)),
          ` ${entry.kind} ${entry.name} ${entry.text}`,
        )
    }
  }
  if (unread > 0) output.problem(`${path}: ${unread} lines are in no format that agent-log reads`)
}

function entriesOf(line: string): readonly LogEntry[] | null {
  try {
    return scriptedLog.reader().read(JSON.parse(line))
  } catch {
    return null // torn: counted by the caller
  }
}
