import { existsSync } from 'node:fs'

/** Whether something is at that path and may be seen; a broken link is nothing. */
export function pathExists(path: string): boolean {
  return existsSync(path)
}
