import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** The file that a kickoff points to: `Read <path> and follow it.` */
export interface NamedFile {
  readonly path: string
  /** null: it could not be read, and `why` tells the system's error code. */
  readonly text: string | null
  readonly why: string
}

/** The file that a submitted text names, read; null when it names none. */
export function namedFile(submitted: string, cwd: string): NamedFile | null {
  const path = /\bRead (.+?) and follow it\b/.exec(submitted)?.[1]
  if (path === undefined) return null
  try {
    return { path, text: readFileSync(resolve(cwd, path), 'utf8'), why: '' }
  } catch (error) {
    return {
      path,
      text: null,
      why: error instanceof Error && 'code' in error ? String(error.code) : String(error),
    }
  }
}
