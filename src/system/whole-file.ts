import { closeSync, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs'
import { FileTrouble, READ_AT_ONCE } from './files.ts'

/** A file as it was when it was looked at last; plain JSON. */
export interface FileMark {
  readonly device: number
  readonly inode: number
  readonly size: number
  readonly changedMs: number
}

/** What one look at a file that is written anew each time found. */
export type WholeRead =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unchanged' }
  /** `text` is null when the file is larger than allowed. */
  | { readonly kind: 'read'; readonly text: string | null; readonly mark: FileMark }

/** The text of a file if it changed since `before` (null: in any case). Throws FileTrouble when it cannot be read. */
export function readIfChanged(path: string, before: FileMark | null, largestBytes: number): WholeRead {
  try {
    const seen = statSync(path, { throwIfNoEntry: false })
    if (!seen?.isFile()) return { kind: 'missing' }
    return before && isUnchanged(seen, before) ? { kind: 'unchanged' } : readNow(path, largestBytes)
  } catch (error) {
    if (isGone(error)) return { kind: 'missing' }
    throw new FileTrouble(
      path,
      `cannot be read (${error instanceof Error ? error.message : String(error)})`,
      'let the user of the watchdog read it (chmod u+r)',
    )
  }
}

/** The mark is taken before the text: what is written meanwhile makes another mark at the next look. */
function readNow(path: string, largestBytes: number): WholeRead {
  const file = openSync(path, READ_AT_ONCE)
  try {
    const seen = fstatSync(file)
    const text = seen.size > largestBytes ? null : readFileSync(file, 'utf8')
    return { kind: 'read', text, mark: markOf(seen) }
  } finally {
    closeSync(file)
  }
}

function isUnchanged(seen: Stats, before: FileMark): boolean {
  const now = markOf(seen)
  return (
    now.device === before.device &&
    now.inode === before.inode &&
    now.size === before.size &&
    now.changedMs === before.changedMs
  )
}

function markOf({ dev, ino, size, mtimeMs }: Stats): FileMark {
  return { device: dev, inode: ino, size, changedMs: mtimeMs }
}

/** Deleted between two calls. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
