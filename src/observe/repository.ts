import type {
  GatesSeen,
  GitFailure,
  RepositoryAsk,
  RepositoryMark,
  RepositoryNews,
  RepositorySeen,
} from '../model/repository.ts'
import type { Approach } from '../system/approach.ts'
import type { Git } from '../system/git.ts'
import type { RepositoryDoor } from '../system/repository-door.ts'
import { gatesOf, type LogRead, readLog, seeCommit } from './commit-log.ts'
import { askRefs, type RefsSeen } from './repository-files.ts'
import { folderOfChanges, inboxChanges, withAuthors } from './repository-inbox.ts'
import { markOf, marksAll, moveOf, rangeOf } from './repository-mark.ts'
import { readDone } from './repository-status.ts'

/** More news than this in one look are counted, not told. */
const NEWS_MAX = 200
/** How far back gates are looked for. */
const HISTORY_MAX = 2_000

type Opened = Extract<Approach, { kind: 'open' }>
type Unknown = Extract<RepositorySeen, { kind: 'unknown' }>

/**
 * The branch as pushed, compared with the mark of the last look (null: there was none). No git process when nothing
 * moved, at most three when something did. Never throws: what cannot be known is `unknown` with its failure, and the
 * old mark stays good. To have `done` read anew (another marker), hand in the mark without its statusBlobs.
 */
export async function lookAtRepository(
  door: RepositoryDoor,
  previous: RepositoryMark | null,
  ask: RepositoryAsk,
): Promise<RepositorySeen> {
  const isCovered = previous !== null && marksAll(previous, ask)
  const approach = await door.approach(ask.repo, ask.branch, isCovered ? previous.head : undefined)
  if (approach.kind !== 'open') return approach
  const refs = await refsOf(door.git, approach, pathsOf(ask), previous?.lastHead ?? null)
  if (!refs.ok) return unknown(refs)
  if (isCovered && refs.head === previous.head) {
    approach.confirm(refs.head)
    return { kind: 'same' }
  }
  const news = await readNews(door.git, approach.folder, refs, previous, ask)
  if (news.kind === 'seen') approach.confirm(refs.head)
  return news
}

/** Claims and reviews on the branch after `since` (null, or a commit that is gone: of the last 2,000 commits). */
export async function readGates(
  door: RepositoryDoor,
  ask: Pick<RepositoryAsk, 'repo' | 'branch' | 'patterns'>,
  since: string | null = null,
): Promise<GatesSeen> {
  const approach = await door.approach(ask.repo, ask.branch, undefined)
  if (approach.kind !== 'open') return approach.kind === 'unknown' ? approach : NO_GATES
  const refs = await refsOf(door.git, approach, [], isCommitId(since) ? since : null)
  if (!refs.ok) return unknown(refs)
  if (refs.head === null) return NO_GATES
  const range = refs.hasCommit ? `${since}..${refs.head}` : refs.head
  const log = await readLog(door.git, approach.folder, { range, max: HISTORY_MAX })
  if (!log.ok) return unknown(log)
  return { kind: 'gates', head: refs.head, commits: gatesOf(log.commits, ask.patterns) }
}

async function readNews(
  git: Git,
  folder: string,
  refs: RefsSeen,
  previous: RepositoryMark | null,
  ask: RepositoryAsk,
): Promise<RepositoryNews | Unknown> {
  const mark = markOf(refs, previous, ask)
  const changes = inboxChanges(mark, previous)
  const status = await readDone(git, folder, refs, ask)
  if (!status.ok) return unknown(status)
  const range = rangeOf(refs, previous)
  const limit = previous === null ? { max: HISTORY_MAX } : {}
  const log = range
    ? await readLog(git, folder, { range, ...limit, filesBelow: folderOfChanges(changes) })
    : NO_LOG
  if (!log.ok) return unknown(log)
  const moved = moveOf(refs, previous, log.commits)
  const news = moved === 'forward' || moved === 'created' ? log.commits : []
  return {
    kind: 'seen',
    mark,
    moved,
    commits: news
      .slice(0, NEWS_MAX)
      .map((commit) => seeCommit(commit, ask.patterns))
      .reverse(),
    more: Math.max(0, news.length - NEWS_MAX),
    history: moved === 'first' ? gatesOf(log.commits, ask.patterns) : [],
    done: status.done,
    unread: status.unread,
    inboxes: withAuthors(changes, log.commits, moved),
  }
}

const NO_GATES: GatesSeen = { kind: 'gates', head: null, commits: [] }
const NO_LOG: LogRead = { ok: true, commits: [] }

function refsOf(git: Git, { folder, ref }: Opened, paths: readonly string[], commit: string | null) {
  if (ref !== null) return askRefs(git, folder, ref, paths, commit)
  return { ok: true, head: null, blobs: {}, hasCommit: false } as const
}

function pathsOf({ statusFiles, inboxes }: RepositoryAsk): readonly string[] {
  return [...new Set([...statusFiles, ...inboxes].map(({ path }) => path))]
}

function isCommitId(sha: string | null): sha is string {
  return sha !== null && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(sha)
}

function unknown({ failure }: { failure: GitFailure }): Unknown {
  return { kind: 'unknown', failure }
}
