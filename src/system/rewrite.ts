import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { FileTrouble, readText, realPath } from './files.ts'

/** Config files hold keys and logins of their owner. */
const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700
/** A CLI that runs writes its file now and then, never many times in a row. */
const ATTEMPTS = 5

/**
 * Changes a file that another program writes, too: the whole file at once, its mode kept, through a link to where it lies, and
 * not over what was written since it was read. `change` gets null when there is none, and gives null to leave it. With
 * `backup` the file as it was is kept there, unless a backup is there already. Whether it was written. Throws FileTrouble.
 */
export function rewriteFile(
  path: string,
  change: (text: string | null) => string | null,
  backup: string | null = null,
): boolean {
  const target = reachedBy(path)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = stampOf(target)
    const next = change(readText(target))
    if (next === null) return false
    checkOwner(target)
    if (before !== null && backup !== null && !existsSync(backup))
      copyFileSync(target, backup, constants.COPYFILE_EXCL)
    if (replace(target, next, before)) return true
  }
  throw new FileTrouble(path, 'is written by another program all the time', 'end that program')
}

/** Writes beside the file, and renames unless the file is another by now. */
function replace(target: string, text: string, before: string | null): boolean {
  mkdirSync(dirname(target), { recursive: true, mode: PRIVATE_FOLDER })
  const draft = `${target}.${crypto.randomUUID()}.tmp`
  try {
    const file = openSync(draft, 'wx', PRIVATE_FILE)
    try {
      if (before !== null) fchmodSync(file, statSync(target).mode & 0o777)
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    if (stampOf(target) !== before) return false
    renameSync(draft, target)
    return true
  } finally {
    rmSync(draft, { force: true })
  }
}

/** The file that a path leads to. A link to nowhere is somebody's plan that we do not know. */
function reachedBy(path: string): string {
  if (!existsSync(path) && isLink(path))
    throw new FileTrouble(
      path,
      'is a link to a file that does not exist',
      'make that file, or remove the link',
    )
  return realPath(path)
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
}

/** Changes with every write. null: there is no file. */
function stampOf(path: string): string | null {
  const seen = statSync(path, { throwIfNoEntry: false })
  return seen ? stamp(seen) : null
}

function stamp({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`
}

/** The file that takes its place would be ours. */
function checkOwner(target: string): void {
  const seen = statSync(target, { throwIfNoEntry: false })
  if (seen && process.getuid && seen.uid !== process.getuid())
    throw new FileTrouble(target, 'belongs to another user', 'run agents as that user')
}

/** User id of this process; null: the system has none. */
export function ownUserId(): number | null {
  return process.getuid?.() ?? null
}
