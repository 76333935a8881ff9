import { closeSync, fstatSync, openSync, type Stats, statSync } from 'node:fs'
import { type FileIdentity, identify, isSame } from './file-identity.ts'
import { FileTrouble, READ_AT_ONCE } from './files.ts'
import { type LineProgress, readWholeLines } from './line-buffer.ts'

/** Where to go on reading a file; plain JSON. */
export interface FilePosition extends FileIdentity {
  /** Everything before it was handed out or skipped. */
  readonly offset: number
  readonly isSkipping: boolean
  /** The file when it was looked at last. */
  readonly size: number
  readonly changedMs: number
  /** The last look did not reach the end. */
  readonly more: boolean
}

const NO_THROW = { throwIfNoEntry: false } as const

/** What one look at a growing file found. */
export type Growth =
  | { readonly kind: 'missing' }
  /** It has not changed since it was read to its end. */
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'read'
      readonly position: FilePosition
      /** Lines of more than 16 MiB that began in this look. */
      readonly overlong: number
      /** Bytes that were read, also those of a last line that waits. */
      readonly bytes: number
    }

/**
 * Hands out the whole lines that were added to a file since `before` (null: all), about `budgetBytes` of them. A last line
 * without a newline waits. `begin` is called before the first lines with whether they are the first of the file, which they
 * are again when it shrank or was replaced. The lines' bytes are only good until `take` returns. Throws FileTrouble when
 * there is a file that cannot be read.
 */
export function readGrowth(
  path: string,
  before: FilePosition | null,
  budgetBytes: number,
  begin: (isStart: boolean) => (lines: Buffer) => void,
): Growth {
  try {
    const seen = statSync(path, NO_THROW)
    if (!seen?.isFile()) return { kind: 'missing' }
    if (before && !before.more && isUnchanged(seen, before)) return { kind: 'unchanged' }
    const file = openSync(path, READ_AT_ONCE)
    try {
      return readOpen(file, before, budgetBytes, begin)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    // Between two calls it may have been deleted.
    if (isGone(error)) return { kind: 'missing' }
    throw troubleOf(path, error)
  }
}

function isUnchanged(seen: Stats, before: FilePosition): boolean {
  return (
    seen.size === before.size &&
    seen.mtimeMs === before.changedMs &&
    seen.ino === before.inode &&
    seen.dev === before.device
  )
}

function readOpen(
  file: number,
  before: FilePosition | null,
  budgetBytes: number,
  begin: (isStart: boolean) => (lines: Buffer) => void,
): Growth {
  const seen = fstatSync(file)
  const goesOn = before !== null && isGrown(seen, before) && isSame(file, seen, before)
  const progress: LineProgress = {
    offset: goesOn ? before.offset : 0,
    isSkipping: goesOn && before.isSkipping,
    overlong: 0,
    bytes: 0,
  }
  const more = readWholeLines(file, progress, budgetBytes, begin(!goesOn))
  const { offset, isSkipping, overlong, bytes } = progress
  const { size, mtimeMs: changedMs } = seen
  return {
    kind: 'read',
    position: { ...identify(file, seen), offset, isSkipping, size, changedMs, more },
    overlong,
    bytes,
  }
}

function isGrown({ size }: Stats, before: FilePosition): boolean {
  return size >= before.size && size >= before.offset
}

/** A failed system call as FileTrouble; what `take` threw stays what it is. */
function troubleOf(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error
  return new FileTrouble(
    path,
    `cannot be read (${error.message})`,
    'let the user of the watchdog read it (chmod u+r)',
  )
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
