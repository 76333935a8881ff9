import type { InboxSeen, Move, RepositoryMark } from '../model/repository.ts'
import { cleanForLine } from '../model/text.ts'
import { type LoggedCommit, NAME_MAX } from './commit-log.ts'

type InboxChange = Pick<InboxSeen, 'path' | 'change'>

/** Inboxes that differ from the last mark; one that the last mark does not know counts as written when it exists. */
export function inboxChanges(mark: RepositoryMark, previous: RepositoryMark | null): readonly InboxChange[] {
  return Object.entries(mark.inboxBlobs)
    .filter(([path, id]) => id !== (previous?.inboxBlobs[path] ?? null))
    .map(([path, id]) => ({ path, change: id === null ? 'deleted' : 'written' }))
}

/** Adds who touched each; at the first look only the last one, since the rest is long past. */
export function withAuthors(
  changes: readonly InboxChange[],
  commits: readonly LoggedCommit[],
  moved: Move,
): readonly InboxSeen[] {
  return changes.map((change) => {
    const touching = commits.filter(({ side, files }) => side === '>' && files.includes(change.path))
    const counted = moved === 'first' ? touching.slice(0, 1) : touching
    const names = counted.map(({ authorName }) => cleanForLine(authorName, NAME_MAX))
    return { ...change, authors: [...new Set(names)] }
  })
}

/** The folder below which git names touched files: the one that all changes share, else `''`, the top. */
export function folderOfChanges(changes: readonly InboxChange[]): string | undefined {
  const folders = new Set(changes.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))))
  return folders.size > 1 ? '' : [...folders][0]
}
