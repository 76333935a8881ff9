import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** A file system call failed. The hint says what mends it. */
export class FileTrouble extends Error {
  readonly path: string
  readonly hint: string
  constructor(path: string, message: string, hint: string) {
    super(`${path}: ${message}`)
    this.path = path
    this.hint = hint
  }
}

/** Only its owner may read what agents said and did. */
const PRIVATE_FOLDER = 0o700
const PRIVATE_FILE = 0o600

/** Makes a folder that only its owner can enter. Throws FileTrouble when it belongs to another or is a link. */
export function ensurePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: PRIVATE_FOLDER })
  const seen = lstatSync(path)
  if (!seen.isDirectory())
    throw new FileTrouble(path, 'is not a folder', 'name another state_dir in agents.toml')
  if (process.getuid && seen.uid !== process.getuid()) {
    throw new FileTrouble(path, 'belongs to another user', 'name another state_dir in agents.toml')
  }
  if ((seen.mode & 0o077) !== 0) chmodSync(path, PRIVATE_FOLDER)
}

/** The text of a file; null when there is none. Throws FileTrouble when it is none, as a pipe; other failures throw. */
export function readText(path: string): string | null {
  try {
    return withFile(path, (file) => {
      const seen = fstatSync(file)
      if (seen.isFile() || seen.isDirectory()) return readFileSync(file, 'utf8')
      throw new FileTrouble(path, 'is no plain file', 'put a file in its place')
    })
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** To open a named pipe that nobody writes to would wait for ever. */
export const READ_AT_ONCE = constants.O_RDONLY | constants.O_NONBLOCK

function withFile<T>(path: string, read: (file: number) => T): T {
  const file = openSync(path, READ_AT_ONCE)
  try {
    return read(file)
  } finally {
    closeSync(file)
  }
}

/** Makes an empty file that only its owner can read, unless it is there. */
export function touchPrivate(path: string): void {
  closeSync(openSync(path, 'a', PRIVATE_FILE))
}

/** Writes a file as a whole: after a crash at any instant there is the old text or the new one. */
export function writeWhole(path: string, text: string): void {
  ensurePrivateFolder(dirname(path))
  const draft = `${path}.${crypto.randomUUID()}.tmp`
  try {
    const file = openSync(draft, 'wx', PRIVATE_FILE)
    try {
      // Until all of it is written: a nearly full disk takes a part.
      writeFileSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** Names in a folder, sorted; none when there is no such folder. */
export function listFolder(path: string): string[] {
  try {
    return readdirSync(path).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** Removes a file if it is there. */
export function removeFile(path: string): void {
  rmSync(path, { force: true })
}

/** Removes files; one that stays does not keep the others. Throws the first failure. */
export function removeAll(paths: readonly string[]): void {
  const failures: unknown[] = []
  for (const path of paths) {
    try {
      removeFile(path)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** Removes a folder with all that is in it, if it is there. */
export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true })
}

/** Last change of a file, ms; null when there is none. */
export function changedMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}

/** Size and last change (ms) of a file; null when it is not there or cannot be asked. */
export function stampOf(path: string): { readonly bytes: number; readonly changedMs: number } | null {
  try {
    const seen = statSync(path, { throwIfNoEntry: false })
    return seen ? { bytes: seen.size, changedMs: seen.mtimeMs } : null
  } catch {
    return null // no leave to look there, which its reader tells
  }
}

/** The first `maxBytes` of a file; '' when it cannot be read, which its reader tells. */
export function headText(path: string, maxBytes: number): string {
  try {
    return withFile(path, (file) => {
      const head = Buffer.alloc(Math.min(maxBytes, fstatSync(file).size))
      const bytes = readSync(file, head, 0, head.length, 0)
      return head.subarray(0, bytes).toString('utf8')
    })
  } catch {
    return ''
  }
}

/** The path without links; unchanged when there is nothing there. */
export function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}

/** Renames a file to `<path>.1` when it is larger than `maxBytes`; the one before it is given up. */
export function rotateWhenLarge(path: string, maxBytes: number): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (bytes > maxBytes) renameSync(path, `${path}.1`)
}

/** Bytes that may still be written to the disk of a folder; null when the system does not tell. */
export function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null // some network file systems do not answer, which is no trouble of its own
  }
}

/** Whether there is a file or folder of that name. */
export function exists(path: string): boolean {
  return existsSync(path)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
