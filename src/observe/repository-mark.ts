import type { Move, RepositoryAsk, RepositoryMark } from '../model/repository.ts'
import type { LoggedCommit } from './commit-log.ts'
import type { RefsSeen } from './repository-files.ts'

/** What is seen now, to become what was seen last. */
export function markOf(
  { head, blobs }: RefsSeen,
  previous: RepositoryMark | null,
  ask: RepositoryAsk,
): RepositoryMark {
  const idsOf = (files: readonly { path: string }[]) =>
    Object.fromEntries(files.map(({ path }) => [path, blobs[path]?.id ?? null]))
  return {
    head,
    lastHead: head ?? previous?.lastHead ?? null,
    statusBlobs: idsOf(ask.statusFiles),
    inboxBlobs: idsOf(ask.inboxes),
  }
}

/** Whether the mark knows all files that are asked for; a phase that was appended is not in it. */
export function marksAll(mark: RepositoryMark, ask: RepositoryAsk): boolean {
  return (
    ask.statusFiles.every(({ path }) => mark.statusBlobs[path] !== undefined) &&
    ask.inboxes.every(({ path }) => mark.inboxBlobs[path] !== undefined)
  )
}

/** Which commits to list, as git's revision range; null: none can tell anything. */
export function rangeOf({ head, hasCommit }: RefsSeen, previous: RepositoryMark | null): string | null {
  if (head === null) return null
  const old = previous?.lastHead ?? null
  if (old === null) return head
  return hasCommit && old !== head ? `${old}...${head}` : null
}

/** How the branch moved; commits on the old side alone mean that it was rewritten. */
export function moveOf(
  { head, hasCommit }: RefsSeen,
  previous: RepositoryMark | null,
  commits: readonly LoggedCommit[],
): Move {
  if (previous === null) return 'first'
  if (head === previous.head) return 'still'
  if (head === null) return 'deleted'
  const isRewritten = previous.lastHead !== null && (!hasCommit || commits.some(({ side }) => side === '<'))
  if (isRewritten) return 'rewritten'
  return previous.head === null ? 'created' : 'forward'
}
