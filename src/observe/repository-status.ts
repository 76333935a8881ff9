import type { GitFailure, RepositoryAsk } from '../model/repository.ts'
import type { Git } from '../system/git.ts'
import { hasDoneMarker } from './done-marker.ts'
import { type BlobSeen, type RefsSeen, readTexts } from './repository-files.ts'

type DoneRead =
  | {
      readonly ok: true
      readonly done: Readonly<Record<string, boolean>>
      readonly unread: readonly string[]
    }
  | { readonly ok: false; readonly failure: GitFailure }

/** Which phases hold the done marker; a status file that is missing, too large or no file does not. */
export async function readDone(
  git: Git,
  folder: string,
  refs: RefsSeen,
  ask: RepositoryAsk,
): Promise<DoneRead> {
  const blobs = ask.statusFiles.map(({ path }) => refs.blobs[path] ?? null)
  const present = blobs.filter((blob): blob is BlobSeen => blob !== null)
  const read = await readTexts(git, folder, refs.head ?? '', present)
  if (!read.ok) return read
  const done: Record<string, boolean> = {}
  const unread: string[] = []
  for (const [at, { phase, path }] of ask.statusFiles.entries()) {
    const blob = blobs[at] ?? null
    const text = blob ? read.texts.get(blob.id) : ''
    if (text === undefined) unread.push(path)
    done[phase] = hasDoneMarker(text ?? '', ask.doneMarker)
  }
  return { ok: true, done, unread }
}
