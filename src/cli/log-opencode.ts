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

  troubles(): readonly string[] {
    const { trouble } = this.#feed
    return trouble ? [`${trouble.message}: ${trouble.hint}`] : []
  }
}

/** Sessions of a database and what each is indented by; with an id only that one and its sub-agents. Throws ExitError. */
export function sessionsIn(
  path: string,
  wanted: string | null,
): { session: OpencodeSession; depth: number }[] {
  const finder = new OpencodeSessions()
  const sessions = finder.listDatabase(path)
  const [trouble] = finder.troubles
  if (trouble) throw failure(`${trouble.message}.`, `${trouble.hint}.`)
  if (wanted !== null && !sessions.some(({ id }) => id === wanted)) {
    const newest = sessions.toSorted((one, other) => other.createdMs - one.createdMs).slice(0, 5)
    const hint = newest.map(({ id, title }) => `${id} (${title})`).join(', ')
    throw failure(`${path} has no session ${wanted}.`, hint ? `The newest: ${hint}` : 'It has none at all.')
  }
  const parents = new Map(sessions.map(({ id, parent }) => [id, parent]))
  return sessions
    .map((session) => ({ session, line: lineOf(session.id, parents) }))
    .filter(({ line }) => wanted === null || line.includes(wanted))
    .map(({ session, line }) => ({ session, depth: line.length - 1 }))
}

/** A session and those above it; damage that makes a ring of them ends where it closes. */
function lineOf(id: string, parents: ReadonlyMap<string, string | null>): string[] {
  const line = [id]
  for (let parent = parents.get(id); parent && !line.includes(parent); parent = parents.get(parent))
    line.push(parent)
  return line
}
