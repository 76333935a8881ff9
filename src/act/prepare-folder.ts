import { isAbsolute, join, relative, resolve } from 'node:path'
import type { FirstRun } from '../backends/first-run.ts'
import { exists, listFolder, realPath } from '../system/files.ts'
import { makeOwned } from '../system/owned-folder.ts'

/** By this file a config folder is known as the team's own. */
export const OWNED_MARK = '.agents-owned'
const MARK_TEXT =
  'agents made this config folder for a team. It may answer first-run questions here; without this file it will not.\n'

/** Where a CLI looks for its answers. */
export interface ConfigFolder {
  readonly path: string
  /** `team`: we may write in it; `new`: it is named, and nothing is in it yet; `user`: somebody else's. */
  readonly owner: 'team' | 'new' | 'user'
}

export interface FolderAsk {
  readonly env: Readonly<Record<string, string>>
  /** Working folder of the agent: a relative folder is meant from there. */
  readonly cwd: string
  /** Home folder of whom the watchdog runs for. */
  readonly home: string
  readonly stateDir: string
}

/** Finds the config folder that a CLI will use, and whose it is. */
export function findFolder({ variable, below }: FirstRun, ask: FolderAsk): ConfigFolder {
  const { env, cwd, home, stateDir } = ask
  const named = env[variable] || env.HOME
  const path = realPath(named ? resolve(cwd, named) : home)
  if (isInside(path, realPath(stateDir)) || exists(join(path, OWNED_MARK))) return { path, owner: 'team' }
  const usual = [home, join(home, below)].map(realPath)
  if (!named || usual.includes(path)) return { path, owner: 'user' }
  return { path, owner: listFolder(path).length === 0 ? 'new' : 'user' }
}

/** Makes it, when it is not there, and marks it as the team's own. */
export function ownFolder({ path }: ConfigFolder): void {
  makeOwned(path, OWNED_MARK, MARK_TEXT)
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '' && !way.startsWith('..') && !isAbsolute(way)
}
