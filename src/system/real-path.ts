import { realpathSync } from 'node:fs'

/** The path with every link resolved. Throws when nothing is there. */
export function realPath(path: string): string {
  return realpathSync(path)
}
