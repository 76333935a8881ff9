import type { GitFailure } from '../model/repository.ts'
import type { Git } from '../system/git.ts'
import { gitFailure } from '../system/git-failure.ts'

/** A status file larger than this is none. */
const STATUS_MAX_BYTES = 1024 * 1024
/** Of all status files together. */
const READ_MAX_BYTES = 16 * 1024 * 1024
/** The branch moved between the questions of one process; a branch that always moves is looked at next tick. */
const TRIES = 5

/** A file of the branch; null where it is asked for: no such file. */
export interface BlobSeen {
  readonly id: string
  readonly isFile: boolean
  readonly bytes: number
}

/** One consistent answer about the branch. */
export interface RefsSeen {
  readonly ok: true
  /** null: no such branch. */
  readonly head: string | null
  readonly blobs: Readonly<Record<string, BlobSeen | null>>
  /** Whether the repository still has the commit that was asked about. */
  readonly hasCommit: boolean
}

type Failed = { readonly ok: false; readonly failure: GitFailure }

/**
 * The head, the blobs of some paths on it and whether an older commit is still there: one `cat-file --batch-check`.
 * The head is asked first and last; when they differ somebody pushed in between, and the question is put again.
 */
export async function askRefs(
  git: Git,
  folder: string,
  ref: string,
  paths: readonly string[],
  commit: string | null,
): Promise<RefsSeen | Failed> {
  const unfit = paths.find((path) => /[\n\0]/.test(path))
  if (unfit !== undefined) return failed(`a file name may not hold a newline: ${unfit}`)
  const objects = [ref, ...paths.map((path) => `${ref}:${path}`), `${commit ?? ref}^{commit}`, ref]
  for (let tries = 0; tries < TRIES; tries += 1) {
    const answer = await git(folder, ['cat-file', '--batch-check'], { stdin: `${objects.join('\n')}\n` })
    if (!answer.ok) return answer
    const seen = answer.stdout.trimEnd().split('\n').map(parseObject)
    if (seen.length !== objects.length)
      return failed(`git cat-file gave ${seen.length} of ${objects.length} lines`)
    if (seen[0]?.id === seen.at(-1)?.id) return refsSeen(seen, paths, commit)
  }
  return failed('the branch moves faster than it can be read')
}

/** Repositories move under a reader; a commit id is at least 40 digits of hexadecimal. */
function parseObject(line: string): (BlobSeen & { readonly type: string }) | null {
  const match = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line)
  if (!match) return null
  const [, id = '', type = '', size] = match
  return { id, type, isFile: type === 'blob', bytes: Number(size) }
}

function refsSeen(
  seen: readonly (BlobSeen | null)[],
  paths: readonly string[],
  commit: string | null,
): RefsSeen {
  const blobs = paths.map((path, at) => [path, seen[at + 1] ?? null] as const)
  return {
    ok: true,
    head: seen[0]?.id ?? null,
    blobs: Object.fromEntries(blobs),
    hasCommit: commit !== null && seen.at(-2) !== null,
  }
}

/** Texts by blob id; one `cat-file --batch`, none when nothing is to be read. Files that are too large are left out. */
export async function readTexts(
  git: Git,
  folder: string,
  head: string,
  blobs: readonly BlobSeen[],
): Promise<{ readonly ok: true; readonly texts: ReadonlyMap<string, string> } | Failed> {
  const ids = readable(blobs)
  if (ids.length === 0) return { ok: true, texts: new Map() }
  // A commit's id cannot stand in a file of that commit, so it marks where each answer begins.
  const args = ['cat-file', `--batch=${head} %(objectname)`]
  const options = { stdin: `${ids.join('\n')}\n`, maxOutputBytes: 2 * READ_MAX_BYTES }
  const answer = await git(folder, args, options)
  if (!answer.ok) return answer
  const parts = `\n${answer.stdout}`.split(`\n${head} `).slice(1)
  return { ok: true, texts: new Map(parts.map(splitAtNewline)) }
}

function readable(blobs: readonly BlobSeen[]): readonly string[] {
  const ids = new Set<string>()
  let room = READ_MAX_BYTES
  for (const { id, isFile, bytes } of blobs) {
    if (!isFile || bytes > STATUS_MAX_BYTES || bytes > room || ids.has(id)) continue
    room -= bytes
    ids.add(id)
  }
  return [...ids]
}

function splitAtNewline(part: string): [string, string] {
  const end = part.indexOf('\n')
  return [part.slice(0, end), part.slice(end + 1)]
}

function failed(message: string): Failed {
  return { ok: false, failure: gitFailure('failed', message) }
}
