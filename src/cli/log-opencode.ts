import { basename, dirname, resolve } from 'node:path'
import type { LogEntry } from '../model/log-entry.ts'
import type { Source } from '../model/source.ts'
import { OpencodeFeed } from '../observe/opencode-feed.ts'
import { type OpencodeSession, OpencodeSessions } from '../observe/opencode-sessions.ts'
import { failure } from './exit.ts'
import type { LogFeed } from './log-feed.ts'

/** One session of OpenCode. */
export class SessionFeed implements LogFeed {
  readonly label: string
  readonly depth: number
  readonly #feed: OpencodeFeed

  constructor(source: Extract<Source, { session: string }>, label: string, depth: number) {
    this.label = label
    this.depth = depth
    this.#feed = new OpencodeFeed(source)
  }

  async next(): Promise<readonly LogEntry[] | null> {
    return this.#feed.next()
  }

  rest(): readonly LogEntry[] {
    return [] // an answer's usage is told when the answer is whole
  }

  troubles(): readonly string[] {
    const { trouble } = this.#feed
    return trouble ? [`${trouble.message}: ${trouble.hint}`] : []
  }
}

/** A session of a database: how deep it is below the one that it serves as a sub-agent. */
export interface ListedSession {
  readonly source: OpencodeSession['source']
  /** Of the session that it serves, or its own. */
  readonly title: string
  readonly depth: number
}

/** Sessions of a database; with an id only that one and its sub-agents. Throws ExitError. */
export function sessionsIn(path: string, wanted: string | null): ListedSession[] {
  const finder = new OpencodeSessions()
  const sessions = finder.listDatabase(path)
  const [trouble] = finder.troubles
  if (trouble) throw failure(`${trouble.message}.`, `${trouble.hint}.`)
  if (wanted !== null && !sessions.some(({ id }) => id === wanted)) {
    const newest = sessions.toSorted((one, other) => other.createdMs - one.createdMs).slice(0, 5)
    const hint = newest.map(({ id, title }) => `${id} (${title})`).join(', ')
    throw failure(`${path} has no session ${wanted}.`, hint ? `The newest: ${hint}` : 'It has none at all.')
  }
  return listed(sessions, wanted)
}

/**
 * The session that OpenCode before 1.2 keeps in `storage/session/<project>/<id>.json`, with its sub-agents; none when the file is
 * no such one.
 */
export function sessionsOfFile(path: string): ListedSession[] {
  const storage = resolve(path, '../../..')
  if (basename(storage) !== 'storage' || !path.endsWith('.json')) return []
  return listed(new OpencodeSessions().list(dirname(storage)), basename(path, '.json'))
}

function listed(sessions: readonly OpencodeSession[], wanted: string | null): ListedSession[] {
  const byId = new Map(sessions.map((session) => [session.id, session]))
  return sessions
    .map((session) => ({ session, line: lineOf(session.id, byId) }))
    .filter(({ line }) => wanted === null || line.includes(wanted))
    .map(({ session, line }) => ({
      ...{ source: session.source, depth: line.length - 1 },
      title: byId.get(line.at(-1) ?? '')?.title ?? session.title,
    }))
}

/** A session and those above it; damage that makes a ring of them ends where it closes. */
function lineOf(id: string, byId: ReadonlyMap<string, OpencodeSession>): string[] {
  const line = [id]
  for (let parent = byId.get(id)?.parent; parent && !line.includes(parent); parent = byId.get(parent)?.parent)
    line.push(parent)
  return line
}
