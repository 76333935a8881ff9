import { dirname, join, resolve } from 'node:path'
import { usageError } from './exit.ts'

const CONFIG_NAME = 'agents.toml'

/**
 * The absolute path of the agents.toml that a command means: the one given by --config, else the one in `folder` or
 * in the nearest folder above it. Throws a usage error when there is none.
 */
export function findConfig(given: string | null, folder: string, exists: (path: string) => boolean): string {
  if (given === null) return findAbove(folder, exists)
  const path = resolve(folder, given)
  if (exists(path)) return path
  throw usageError(`There is no file ${path}.`, 'Check the path after --config.')
}

function findAbove(start: string, exists: (path: string) => boolean): string {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_NAME)
    if (exists(path)) return path
    if (folder === dirname(folder)) break
  }
  throw usageError(
    `There is no ${CONFIG_NAME} in ${resolve(start)} or in a folder above it.`,
    'Go to the folder of your team, or name the file with --config FILE.',
  )
}
