import type { ProcessIdentity } from './process-table.ts'
import { run } from './run.ts'
import type { TmuxClient } from './tmux-client.ts'
import { cleanEnvironment } from './tmux-environment.ts'
import { type Look, type LookAsk, look, lookAtPane, type PaneLook } from './tmux-look.ts'
import * as servers from './tmux-server.ts'
import * as sessions from './tmux-session.ts'
import {
  type Key,
  type KeyOptions,
  type PaneTarget,
  type PasteOptions,
  paste,
  pressKey,
  type Typed,
} from './tmux-type.ts'
import { judgeVersion, type VersionVerdict } from './tmux-version.ts'

/**
 * All that the product does with tmux. A server is addressed by its `-L` name, a pane by its id. Every answer is a
 * value, none throws, and each call but the ending of a server is one short process with a deadline. The caller sees
 * to it that not too many run at once.
 */
export interface TmuxDoor {
  version(): Promise<VersionVerdict>
  startServer(name: string, start: servers.ServerStart): Promise<servers.Started>
  findServer(name: string): Promise<servers.Started>
  endServer(server: servers.ServerIdentity): Promise<servers.Ended>
  endServerIfEmpty(server: servers.ServerIdentity): Promise<servers.Ended | 'in-use'>
  reviveSocket(server: servers.ServerIdentity): Promise<boolean>
  collectDead(server: ProcessIdentity): Promise<boolean>
  newSession(server: string, request: sessions.NewSession): Promise<sessions.MadeSession>
  endSession(server: string, session: string, owner: string): Promise<sessions.EndedSession>
  listSessions(server: string): Promise<sessions.SessionRow[] | null>
  attachArgv(server: string, session: string): string[]
  look(server: string, question: LookAsk, known?: ProcessIdentity | null): Promise<Look>
  lookAtPane(server: string, paneId: string, options?: Parameters<typeof lookAtPane>[3]): Promise<PaneLook>
  paste(server: string, target: PaneTarget, text: string, options: PasteOptions): Promise<Typed>
  pressKey(server: string, target: PaneTarget, key: Key, options?: KeyOptions): Promise<Typed>
}

export interface TmuxOptions {
  /** The caller's environment; only its harmless part (`cleanEnvironment`) goes further. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly binary?: string
  readonly deadlineMs?: number
}

const DEADLINE_MS = 5_000

/** The real tmux. */
export function openTmux({ environment, binary = 'tmux', deadlineMs = DEADLINE_MS }: TmuxOptions): TmuxDoor {
  const client: TmuxClient = { run, binary, deadlineMs, environment: cleanEnvironment(environment) }
  return {
    version: () => askVersion(client),
    startServer: (name, start) => servers.startServer(client, name, start),
    findServer: (name) => servers.findServer(client, name),
    endServer: (server) => servers.endServer(client, server),
    endServerIfEmpty: (server) => servers.endServerIfEmpty(client, server),
    reviveSocket: (server) => servers.reviveSocket(client, server),
    collectDead: (server) => servers.collectDead(server),
    newSession: (server, request) => sessions.newSession(client, server, request),
    endSession: (server, session, owner) => sessions.endSession(client, server, session, owner),
    listSessions: (server) => sessions.listSessions(client, server),
    attachArgv: (server, session) => sessions.attachArgv(client, server, session),
    look: (server, question, known = null) => look(client, server, question, known),
    lookAtPane: (server, paneId, options = {}) => lookAtPane(client, server, paneId, options),
    paste: (server, target, text, options) => paste(client, server, target, text, options),
    pressKey: (server, target, key, options) => pressKey(client, server, target, key, options),
  }
}

async function askVersion({ run, binary, environment, deadlineMs }: TmuxClient): Promise<VersionVerdict> {
  const { missing, stdout } = await run([binary, '-V'], { env: environment, deadlineMs })
  return missing
    ? { ok: false, message: `${binary} was not found; install tmux 3.2 or newer` }
    : judgeVersion(stdout)
}
