import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Agent } from './agent.ts'
import { BadMemory, Memory } from './memory.ts'
import { parseScript, type Script } from './script.ts'
import { Transcript } from './transcript.ts'

const USAGE = `usage: scripted-agent --script FILE --transcript FILE [--session-id ID] [--memory FILE]

A terminal program that behaves like a coding agent and plays a script; docs/scripted-agent.md tells how to write one.`

/** Wrong usage, or a file that is not what it should be; the message is for the person who started it. */
class LaunchError extends Error {}

/** Starts the scripted agent with these arguments; resolves when it is ready for texts. Exit code 2: it could not start. */
export async function launch(args: readonly string[]): Promise<void> {
  await tellMistakes(() => prepare(args)).start()
}

function tellMistakes<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!isTold(error)) throw error
    process.stderr.write(`scripted-agent: ${error.message}\n`)
    process.exit(2)
  }
}

function prepare(args: readonly string[]): Agent {
  const { script, transcript, 'session-id': sessionId, memory } = readArguments(args)
  if (!script || !transcript) throw new LaunchError(`--script and --transcript are needed\n\n${USAGE}`)
  const played = readScript(script)
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new LaunchError('it is a terminal program: start it in a terminal, or in a tmux session')
  }
  const record = new Transcript(transcript, sessionId ?? randomUUID(), played)
  return new Agent(played, record, new Memory(memory ?? null))
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    script: text,
    transcript: text,
    'session-id': text,
    memory: text,
    help: { type: 'boolean' },
  } as const
  const { values } = parseArgs({ args: [...args], options })
  if (!values.help) return values
  process.stdout.write(`${USAGE}\n`)
  process.exit(0)
}

function readScript(file: string): Script {
  const parsed = parseScript(readFileSync(file, 'utf8'))
  if (parsed.ok) return parsed.script
  const problems = parsed.problems.map(({ line, message }) => `${file}:${line}: ${message}`)
  throw new LaunchError(`the script is wrong\n${problems.join('\n')}`)
}

/** Mistakes of the caller, told in one line; anything else is ours and keeps its stack. */
function isTold(error: unknown): error is Error {
  return (
    error instanceof LaunchError || error instanceof BadMemory || (error instanceof Error && 'code' in error)
  )
}
