import { isAbsolute } from 'node:path'
import { readProcess } from './process-table.ts'
import { ask, type TmuxClient } from './tmux-client.ts'
import { group, literalFormat, MARK, NAME, newNonce, word } from './tmux-words.ts'

export interface NewSession {
  /** Checked against `NAME`. */
  readonly session: string
  /** Absolute; a folder that is missing ends the pane at once with the reason on its screen. */
  readonly cwd: string
  /** Program and arguments, byte-exact; no shell reads them. */
  readonly argv: readonly string[]
  /** Added to the server's clean environment. */
  readonly env: Readonly<Record<string, string>>
  readonly columns: number
  readonly rows: number
  readonly marks: Marks
}

/** Says whose session it is; checked against `MARK`. */
export interface Marks {
  readonly owner: string
  readonly incarnation: string
}

export type MadeSession =
  | {
      readonly kind: 'made'
      readonly paneId: string
      readonly panePid: number
      /** null: the program ended at once; the pane tells how. */
      readonly paneStartTicks: number | null
    }
  | { readonly kind: 'refused'; readonly why: 'duplicate' | 'bad-request' | 'tmux'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly why: string; readonly detail: string }

/**
 * tmux gives a single word to a shell and falls back to HOME when the folder is missing; this fixed script does
 * neither: the words are its positional arguments, and `exec` leaves the program with the pane's pid.
 */
const LAUNCHER = ['/bin/sh', '-c', 'cd -- "$1" && shift && exec "$@"', 'agents']

/** Starts a program in a session of its own, marked and with its size pinned, by one process. All or nothing. */
export async function newSession(
  client: TmuxClient,
  server: string,
  request: NewSession,
): Promise<MadeSession> {
  const problem = problemWith(request)
  if (problem !== null) return { kind: 'refused', why: 'bad-request', detail: problem }
  const nonce = newNonce()
  const answer = await ask(client, server, [sessionCommand(nonce, request)])
  if (answer.kind === 'silent') return { kind: 'unknown', why: answer.why, detail: answer.detail }
  const detail = answer.errors.join('; ')
  const [, paneId, pid] = answer.lines.find((line) => line.startsWith(nonce))?.split(' ') ?? []
  if (paneId === undefined || pid === undefined)
    return { kind: 'refused', why: /duplicate session/.test(detail) ? 'duplicate' : 'tmux', detail }
  const panePid = Number(pid)
  return { kind: 'made', paneId, panePid, paneStartTicks: (await readProcess(panePid))?.startTicks ?? null }
}

/** Pinning the size keeps a person's small window from reflowing the agent's screen. */
function sessionCommand(nonce: string, request: NewSession): string {
  const { session, cwd, argv, env, columns, rows, marks } = request
  const variables = Object.entries(env).map(([name, value]) => `-e ${word(`${name}=${value}`)}`)
  const program = [...LAUNCHER, cwd, ...argv].map(word).join(' ')
  const size = `-x ${columns} -y ${rows}`
  const create = `new-session -d -P -F "${nonce} #{pane_id} #{pane_pid}" -s ${session} -n ${session} ${size}`
  return group([
    `${create} -c ${word(literalFormat(cwd))} ${variables.join(' ')} -- ${program}`,
    `set-option -t =${session}: @agents-owner ${word(marks.owner)}`,
    `set-option -t =${session}: @agents-incarnation ${word(marks.incarnation)}`,
    `resize-window -t =${session}: ${size}`,
  ])
}

function problemWith({ session, cwd, argv, env, columns, rows, marks }: NewSession): string | null {
  if (!NAME.test(session))
    return `no session can be named ${JSON.stringify(session)}; use letters, digits, _ and -`
  if (!isAbsolute(cwd)) return `the folder ${JSON.stringify(cwd)} is not absolute`
  if (!argv[0] || argv[0].startsWith('-')) return 'the command is empty or begins with a dash'
  const odd = Object.keys(env).find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
  if (odd !== undefined) return `no environment variable can be named ${JSON.stringify(odd)}`
  if ([cwd, ...argv, ...Object.values(env)].some((text) => text.includes('\0')))
    return 'the command, its folder or its environment holds a NUL character'
  if (!MARK.test(marks.owner) || !MARK.test(marks.incarnation))
    return 'a mark may hold only A-Z a-z 0-9 _ . : -'
  const isSize = [columns, rows].every((size) => Number.isInteger(size) && size >= 2 && size <= 10_000)
  return isSize ? null : `no window can be ${columns}x${rows}`
}

export type EndedSession =
  | { readonly kind: 'ended' }
  | { readonly kind: 'refused'; readonly why: 'no-session' | 'not-ours' | 'bad-request' }
  | { readonly kind: 'unknown'; readonly why: string; readonly detail: string }

/**
 * Ends a session if it carries our mark; the server compares and ends in one turn. The programs get SIGHUP and may
 * ignore it: note their process tree before (`treeOf`) and see it ended after (`endTree`).
 */
export async function endSession(
  client: TmuxClient,
  server: string,
  session: string,
  owner: string,
): Promise<EndedSession> {
  if (!NAME.test(session) || !MARK.test(owner)) return { kind: 'refused', why: 'bad-request' }
  const nonce = newNonce()
  const isOurs = `#{==:#{session_name} #{@agents-owner},${session} ${owner}}`
  const answer = await ask(client, server, [
    `if-shell -F -t =${session}: "${isOurs}" { display-message -p "${nonce} ended" ; kill-session -t =${session} } { display-message -p -t =${session}: "${nonce} kept #{session_name}" }`,
  ])
  if (answer.kind === 'silent') return { kind: 'unknown', why: answer.why, detail: answer.detail }
  const [, outcome, found] = answer.lines.find((line) => line.startsWith(nonce))?.split(' ') ?? []
  if (outcome === 'ended') return { kind: 'ended' }
  return { kind: 'refused', why: found === session ? 'not-ours' : 'no-session' }
}

export interface SessionRow {
  readonly session: string
  readonly createdSec: number
  readonly attached: number
  readonly owner: string
  readonly incarnation: string
}

/** All sessions of a server, people's own too; null: the server gave no answer. */
export async function listSessions(client: TmuxClient, server: string): Promise<SessionRow[] | null> {
  const nonce = newNonce()
  const fields = ['#{session_created}', '#{session_attached}', '#{@agents-owner}', '#{@agents-incarnation}']
  const format = [nonce, ...fields, '#{session_name}'].join('\t')
  const answer = await ask(client, server, [`list-sessions -F "${format}"`])
  if (answer.kind === 'silent') return null
  return answer.lines
    .map((line) => line.split('\t'))
    .filter((row) => row[0] === nonce && row.length === 6)
    .map(([, created, attached, owner = '', incarnation = '', session = '']) => ({
      session,
      createdSec: Number(created),
      attached: Number(attached),
      owner,
      incarnation,
    }))
}

/** The command with which a person looks into a session; run it with their terminal and without TMUX set. */
export function attachArgv(client: TmuxClient, server: string, session: string): string[] {
  return [client.binary, '-u', '-N', '-L', server, 'attach-session', '-t', `=${session}`]
}
