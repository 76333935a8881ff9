import { isAlive, type ProcessIdentity, readProcess } from './process-table.ts'
import { type Capture, captureCommands, readCaptures } from './tmux-captures.ts'
import { ask, type Silence, type TmuxClient } from './tmux-client.ts'
import { type PaneRow, paneRowFormat, parsePaneRow } from './tmux-rows.ts'
import { newNonce, PANE_ID } from './tmux-words.ts'

export interface LookAsk {
  /** `atSec` of the last look that captured; null: none yet, so everything is new. */
  readonly sinceSec: number | null
  /** `changed`: only panes that are dead or wrote since then. `all`: every pane (every 10 to 30 s is plenty). */
  readonly rows: 'changed' | 'all'
  /** `dirty`: screens that may have changed since then. */
  readonly capture: 'dirty' | 'all' | 'none'
}

/** What one server showed at one moment. */
export interface LookUp {
  readonly kind: 'up'
  readonly server: ProcessIdentity
  /** The server's clock in whole seconds, read before anything else: the next look's `sinceSec` if this one captured. */
  readonly atSec: number
  /** All panes are in `panes`, and a pane that is not there is gone. */
  readonly full: boolean
  /** Ids of all panes, in every look: a pane that is missing here is gone. */
  readonly paneIds: readonly string[]
  readonly panes: readonly PaneRow[]
  readonly captures: readonly Capture[]
}

export type UnknownWhy = Silence | 'cut-answer' | 'socket-missing'

export type Look =
  | LookUp
  /** No server: nobody listens, and the recorded process is not alive. */
  | { readonly kind: 'gone'; readonly detail: string }
  /** Nothing can be said. `socket-missing`: the recorded server lives, but cannot be reached; see `reviveSocket`. */
  | { readonly kind: 'unknown'; readonly why: UnknownWhy; readonly detail: string }

/**
 * Looks at a whole server with one process: clock, panes, and the screens that moved, by tmux's own choice.
 *
 * The dirty rule: a screen is captured when its window was active in or after the second of the last capturing look.
 * Activity is told in whole seconds, so "differs from last time" would lose the end of a burst that goes on in the
 * same second (20 % of last screens, measured); this rule loses none and reads a burst at most once too often.
 * A server clock that went back voids the rule: then everything is read once more.
 */
export async function look(
  client: TmuxClient,
  name: string,
  question: LookAsk,
  known: ProcessIdentity | null = null,
): Promise<Look> {
  const seen = await lookOnce(client, name, question, known)
  const wentBack = seen.kind === 'up' && question.sinceSec !== null && seen.atSec < question.sinceSec
  return wentBack ? lookOnce(client, name, { ...question, sinceSec: null }, known) : seen
}

/** One pane, looked at closely before and after typing. `styled` keeps colours and dimness as escape sequences. */
export type PaneLook =
  | { readonly kind: 'seen'; readonly row: PaneRow; readonly capture: Capture }
  | Exclude<Look, LookUp>
  | { readonly kind: 'no-pane' }

/** Row and screen of one pane, by one process. */
export async function lookAtPane(
  client: TmuxClient,
  name: string,
  paneId: string,
  { styled = false, known = null }: { styled?: boolean; known?: ProcessIdentity | null } = {},
): Promise<PaneLook> {
  if (!PANE_ID.test(paneId)) return { kind: 'no-pane' }
  const nonce = newNonce()
  const answer = await ask(client, name, [
    listCommand(nonce, `#{==:#{pane_id},${paneId}}`),
    captureCommands(nonce, paneId, styled),
  ])
  if (answer.kind === 'silent') return explainSilence(answer, known)
  const row = answer.lines.map((line) => parsePaneRow(nonce, line)).find((found) => found !== null)
  const capture = readCaptures(nonce, answer.lines).find((found) => found.paneId === paneId)
  return row && capture ? { kind: 'seen', row, capture } : { kind: 'no-pane' }
}

async function lookOnce(
  client: TmuxClient,
  name: string,
  question: LookAsk,
  known: ProcessIdentity | null,
): Promise<Look> {
  const nonce = newNonce()
  const answer = await ask(client, name, lookCommands(nonce, question))
  if (answer.kind === 'silent') return explainSilence(answer, known)
  return readLook(nonce, question, answer)
}

function lookCommands(nonce: string, { sinceSec, rows, capture }: LookAsk): string[] {
  const activeSince = (second: number) => `#{e|>=:#{window_activity},${second}}`
  const isRecent = activeSince(sinceSec ?? 0)
  const commands = [
    `display-message -p "${nonce}\tH\t%s\t#{pid}\t#{S:#{W:#{P:#{s/%//:pane_id} }}}"`,
    listCommand(nonce, rows === 'all' || sinceSec === null ? '1' : `#{||:#{pane_dead},${isRecent}}`),
  ]
  if (capture !== 'none') commands.push(captureAll(nonce, capture === 'all' ? activeSince(0) : isRecent))
  return [...commands, `display-message -p "${nonce}\tE"`]
}

function listCommand(nonce: string, filter: string): string {
  return `list-panes -a -f "${filter}" -F "${paneRowFormat(nonce)}"`
}

/**
 * tmux writes the capture commands itself, for those panes that meet the condition: 0.3 ms for 100 quiet panes, where
 * an if-shell for each takes 4.5 ms. Only ids and numbers are filled in, nothing that a program could choose.
 */
function captureAll(nonce: string, condition: string): string {
  const commands = captureCommands(nonce, null)
  return `run-shell -C "#{S:#{W:#{P:#{?${condition},${commands} ;,}}}}"`
}

async function readLook(
  nonce: string,
  question: LookAsk,
  { lines, errors }: { lines: readonly string[]; errors: readonly string[] },
): Promise<Look> {
  const [, , second, pid, ids = ''] = lines[0]?.startsWith(`${nonce}\tH`) ? lines[0].split('\t') : []
  if (second === undefined || lines.at(-1) !== `${nonce}\tE`)
    return { kind: 'unknown', why: 'cut-answer', detail: errors.slice(0, 3).join('; ') }
  const server = await readProcess(Number(pid))
  if (server === null) return { kind: 'gone', detail: 'the server ended right after its answer' }
  return {
    kind: 'up',
    server: { pid: server.pid, startTicks: server.startTicks },
    atSec: Number(second),
    full: question.rows === 'all' || question.sinceSec === null,
    paneIds: [...new Set(ids.split(' ').filter((id) => id !== ''))].map((id) => `%${id}`),
    panes: uniquePanes(lines.map((line) => parsePaneRow(nonce, line)).filter((row) => row !== null)),
    captures: uniqueById(
      readCaptures(
        nonce,
        lines.slice(1, -1).filter((line) => !isRow(nonce, line)),
      ),
    ),
  }
}

const isRow = (nonce: string, line: string) => line.startsWith(`${nonce}\t`)

/** A window that a person linked into a session of theirs comes twice; the row of our session is the one that counts. */
function uniquePanes(rows: readonly PaneRow[]): PaneRow[] {
  return uniqueById([...rows.filter((row) => row.owner !== ''), ...rows.filter((row) => row.owner === '')])
}

function uniqueById<T extends { readonly paneId: string }>(items: readonly T[]): T[] {
  const seen = new Set<string>()
  return items.filter((item) => !seen.has(item.paneId) && seen.add(item.paneId))
}

/** Nobody listens: is the server gone, or only its socket? The recorded process decides. */
export async function explainSilence(
  { why, detail }: { why: Silence; detail: string },
  known: ProcessIdentity | null,
): Promise<Exclude<Look, LookUp>> {
  const nobodyListens = why === 'refused' || why === 'no-socket' || why === 'exited'
  if (!nobodyListens) return { kind: 'unknown', why, detail }
  if (known !== null && (await isAlive(known))) return { kind: 'unknown', why: 'socket-missing', detail }
  return { kind: 'gone', detail }
}
