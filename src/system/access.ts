import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

/** Whether this user may make and remove files in a folder. */
export function isWritableFolder(path: string): boolean {
  return isAllowed(path, constants.W_OK | constants.X_OK) && statSync(path).isDirectory()
}

/** Every program of that name in the folders of a PATH, in its order; relative folders of it are left out. */
export function findPrograms(name: string, path: string): string[] {
  const folders = path.split(delimiter).filter(isAbsolute)
  return [...new Set(folders)].map((folder) => join(folder, name)).filter(isProgram)
}

/** The program that a command's first word names: below `cwd` if it has a slash, else on PATH; null: there is none. */
export function findProgram(word: string, path: string, cwd: string): string | null {
  if (!word.includes('/')) return findPrograms(word, path)[0] ?? null
  const file = resolve(cwd, word)
  return isProgram(file) ? file : null
}

/** Whether this user may run a file. */
export function isProgram(path: string): boolean {
  return isAllowed(path, constants.X_OK) && statSync(path).isFile()
}

function isAllowed(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false // not there, or no leave: either way the answer is no
  }
}
