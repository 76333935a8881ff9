import type { Run } from './run.ts'
import { NAME } from './tmux-words.ts'

/** Everything that a call needs to reach tmux; bound once by `createTmux`. */
export interface TmuxClient {
  readonly run: Run
  readonly binary: string
  /** The clean environment (`cleanEnvironment`) of clients, of the server, and so of every agent. */
  readonly environment: Readonly<Record<string, string>>
  readonly deadlineMs: number
}

/** Why tmux gave no answer. `refused`, `no-socket`: nobody listens there; the rest says nothing about the server. */
export type Silence =
  | 'refused'
  | 'no-socket'
  | 'exited'
  | 'deadline'
  | 'protocol'
  | 'no-access'
  | 'tmux-missing'
  | 'bad-name'
  | 'too-much'

export type Answer =
  | { readonly kind: 'answered'; readonly lines: readonly string[]; readonly errors: readonly string[] }
  | { readonly kind: 'silent'; readonly why: Silence; readonly detail: string }

/** A screen is about 10 kB, so this is a full capture of far more panes than one server should have. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

/** What tmux prints, as seen on 3.3a and in the sources of 3.2 to 3.7. */
const SILENCES: readonly (readonly [RegExp, Silence])[] = [
  [/^no server running on /m, 'refused'],
  [/^error connecting to .*\(No such file or directory\)/m, 'no-socket'],
  [/^error connecting to .*\(Connection refused\)/m, 'refused'],
  [/^(error connecting to|couldn't create directory|directory .* has unsafe permissions)/m, 'no-access'],
  [/^(server exited|lost server|\[?lost server)/m, 'exited'],
  [/protocol version mismatch/, 'protocol'],
]

/**
 * Runs commands, one per line, in the server `name` by one short-lived process. A line that fails adds to `errors`
 * and the next ones still run; a line that does not parse voids all. `-N`: never starts a server by asking.
 */
export async function ask(client: TmuxClient, name: string, commands: readonly string[]): Promise<Answer> {
  if (!NAME.test(name)) return { kind: 'silent', why: 'bad-name', detail: `no server can be named ${name}` }
  const stdin = `${commands.join('\n')}\n`
  const result = await client.run([client.binary, '-u', '-N', '-L', name, 'source-file', '-'], {
    ...processOptions(client),
    stdin,
  })
  return readAnswer(result, client)
}

/** As `ask`, but may start the server: options and commands by arguments, `source-file -` among them reads `stdin`. */
export async function askByArguments(
  client: TmuxClient,
  name: string,
  argv: readonly string[],
  stdin: string,
): Promise<Answer> {
  if (!NAME.test(name)) return { kind: 'silent', why: 'bad-name', detail: `no server can be named ${name}` }
  const result = await client.run([client.binary, '-u', '-L', name, ...argv], {
    ...processOptions(client),
    stdin,
  })
  return readAnswer(result, client)
}

/** Servers inherit the folder of the client that started them; `/` keeps no file system busy. */
function processOptions(client: TmuxClient) {
  return {
    env: client.environment,
    cwd: '/',
    deadlineMs: client.deadlineMs,
    maxOutputBytes: MAX_ANSWER_BYTES,
  }
}

function readAnswer(result: Awaited<ReturnType<Run>>, client: TmuxClient): Answer {
  const { stdout, stderr } = result
  if (result.missing)
    return { kind: 'silent', why: 'tmux-missing', detail: `${client.binary} was not found; install tmux` }
  if (result.timedOut)
    return { kind: 'silent', why: 'deadline', detail: `no answer in ${client.deadlineMs} ms` }
  if (result.truncated) return { kind: 'silent', why: 'too-much', detail: 'the answer is too long' }
  const silence = result.code === 0 ? undefined : SILENCES.find(([pattern]) => pattern.test(stderr))
  if (silence) return { kind: 'silent', why: silence[1], detail: stderr.trim() }
  return { kind: 'answered', lines: toLines(stdout), errors: toLines(stderr) }
}

function toLines(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}
