import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readText } from './files.ts'
import { pollUntil } from './poll.ts'
import { isAlive, type ProcessIdentity, readProcess } from './process-table.ts'
import { signalProcess } from './process-tree.ts'
import { type Answer, ask, askByArguments, type Silence, type TmuxClient } from './tmux-client.ts'
import { type ServerSettings, serverConfiguration } from './tmux-configuration.ts'
import { newNonce } from './tmux-words.ts'

/** A running server: its name says where to ask, pid and start time say whether it is still the same one. */
export interface ServerIdentity extends ProcessIdentity {
  readonly name: string
  readonly socketPath: string
}

export interface ServerStart extends ServerSettings {
  /** Where its configuration is written, in the team's state folder. */
  readonly configurationFile: string
}

export type Started =
  | { readonly kind: 'up'; readonly server: ServerIdentity }
  | { readonly kind: 'failed'; readonly why: Silence | 'unreadable' | 'unwritable'; readonly detail: string }

/** Sessions of a server that was just ended may keep its socket busy for a moment (seen on 3.3a). */
const START_TRIES_MS = 3_000

/**
 * Starts a private server, or finds it running; its settings are put in force either way. tmux makes a daemon of
 * itself, outside our session and process group: it outlives us.
 */
export async function startServer(client: TmuxClient, name: string, start: ServerStart): Promise<Started> {
  const settings = serverConfiguration(start)
  const unwritable = await writeWhole(start.configurationFile, settings)
  if (unwritable !== null) return { kind: 'failed', why: 'unwritable', detail: unwritable }
  const nonce = newNonce()
  const argv = ['-f', start.configurationFile, 'start-server', ';', 'source-file', '-']
  const stdin = `${settings}display-message -p "${whoFormat(nonce)}"\n`
  let answer = await askByArguments(client, name, argv, stdin)
  const hasAnswered = async () => {
    if (isFleeting(answer)) answer = await askByArguments(client, name, argv, stdin)
    return !isFleeting(answer)
  }
  if (isFleeting(answer)) await pollUntil(hasAnswered, { deadlineMs: START_TRIES_MS, everyMs: 50 })
  return readStarted(name, nonce, answer)
}

/** Who answers under this name now? Starts nothing. */
export async function findServer(client: TmuxClient, name: string): Promise<Started> {
  const nonce = newNonce()
  return readStarted(name, nonce, await ask(client, name, [`display-message -p "${whoFormat(nonce)}"`]))
}

export type Ended = 'ended' | 'killed' | 'still-running' | 'not-the-same'

/**
 * Ends a server with all its sessions and waits until its process is gone: `kill-server` answers before that, and
 * with a stuck control client it never ends, so then the process is killed. Removes the socket file it leaves behind.
 */
export async function endServer(client: TmuxClient, server: ServerIdentity): Promise<Ended> {
  const isGone = async () => !(await isAlive(server))
  if (await isGone()) return (await removeStaleSocket(client, server)) ? 'ended' : 'not-the-same'
  const end = () => ask(client, server.name, [`if-shell -F "#{==:#{pid},${server.pid}}" kill-server`])
  const answer = await end()
  const isCutOff = answer.kind === 'silent' && answer.why === 'no-socket'
  if (isCutOff && (await reviveSocket(client, server))) await end()
  let ended: Ended = 'ended'
  if (!(await pollUntil(isGone, { deadlineMs: client.deadlineMs }))) {
    await signalProcess(server, 'SIGKILL')
    ended = (await pollUntil(isGone, { deadlineMs: client.deadlineMs })) ? 'killed' : 'still-running'
  }
  await removeStaleSocket(client, server)
  return ended
}

/** Ends the server only if it has no session; the server itself decides, so no new session can slip in between. */
export async function endServerIfEmpty(
  client: TmuxClient,
  server: ServerIdentity,
): Promise<Ended | 'in-use'> {
  const answer = await ask(client, server.name, ['display-message -p "#{S:x}"'])
  if (answer.kind === 'answered' && answer.lines[0] !== '') return 'in-use'
  await ask(client, server.name, ['if-shell -F "#{==:#{S:x},}" kill-server'])
  const isGone = await pollUntil(async () => !(await isAlive(server)), { deadlineMs: client.deadlineMs })
  if (!isGone) return 'in-use'
  await removeStaleSocket(client, server)
  return 'ended'
}

/**
 * Makes a living server put back its socket file (SIGUSR1); true when it answers again. Temporary-folder cleaners
 * remove sockets; the server and its agents are well all the while.
 */
export async function reviveSocket(client: TmuxClient, server: ServerIdentity): Promise<boolean> {
  if ((await signalProcess(server, 'SIGUSR1')) !== 'sent') return false
  const isBack = async () => (await findServer(client, server.name)).kind === 'up'
  return pollUntil(isBack, { deadlineMs: client.deadlineMs, everyMs: 20 })
}

/**
 * Asks a living server to collect its dead children. Debian's 3.3a loses that signal now and then, and then it never
 * tells how a program ended; sent once more, the status is there.
 */
export async function collectDead(server: ProcessIdentity): Promise<boolean> {
  return (await signalProcess(server, 'SIGCHLD')) === 'sent'
}

function whoFormat(nonce: string): string {
  return `${nonce}\t#{pid}\t#{socket_path}`
}

async function readStarted(name: string, nonce: string, answer: Answer): Promise<Started> {
  if (answer.kind === 'silent') return { kind: 'failed', why: answer.why, detail: answer.detail }
  const row = answer.lines.map((line) => line.split('\t')).find(([tag]) => tag === nonce)
  const process = row ? await readProcess(Number(row[1])) : null
  if (!row || !process) return { kind: 'failed', why: 'unreadable', detail: answer.errors.join('\n') }
  const { pid, startTicks } = process
  return { kind: 'up', server: { name, pid, startTicks, socketPath: row[2] ?? '' } }
}

function isFleeting(answer: Answer): boolean {
  return answer.kind === 'silent' && (answer.why === 'exited' || answer.why === 'refused')
}

/** True when nobody listens under the name any more; the file of a new server there is left alone. */
async function removeStaleSocket(client: TmuxClient, server: ServerIdentity): Promise<boolean> {
  const now = await findServer(client, server.name)
  if (now.kind === 'failed' && now.why === 'refused') await rm(server.socketPath, { force: true })
  return now.kind === 'failed' && (now.why === 'refused' || now.why === 'no-socket')
}

/** Whole or not at all; the reason when not. What stands there already needs no room on a full disk. */
async function writeWhole(file: string, text: string): Promise<string | null> {
  try {
    if (readText(file) === text) return null
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
