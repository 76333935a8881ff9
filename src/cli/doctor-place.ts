import { basename, dirname, join, resolve } from 'node:path'
import type { SettingsFile, StartPlace } from '../backends/health.ts'
import { launchAgent, RUN_VARIABLE } from '../backends/launch.ts'
import { parseToml } from '../config/read-toml.ts'
import type { Agent, Team } from '../model/team.ts'
import { exists, readText, realPath } from '../system/files.ts'
import { cleanEnvironment, homeOf } from '../system/tmux-environment.ts'
import { installation } from './watch-here.ts'

/** Where and how an agent would be started now. */
export function placeOf(
  team: Team,
  agent: Agent,
  environment: Readonly<Record<string, string | undefined>>,
): StartPlace {
  const launch = launchAgent(team, agent, { mark: 'doctor', session: '', hooks: '' }, installation())
  const { [RUN_VARIABLE]: _mark, ...own } = launch.env
  const env = { ...cleanEnvironment(environment), ...own }
  return {
    ...{ env, home: homeOf(env), argv: launch.argv, read: readSettings },
    folders: foldersOf(agent.cwd),
  }
}

/** Where and how a CLI would be started in this folder by its own command, with no team to say otherwise. */
export function placeHere(
  argv: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string | undefined>>,
): StartPlace {
  const env = cleanEnvironment(environment)
  return { env, home: homeOf(env), argv, read: readSettings, folders: foldersOf(cwd) }
}

/**
 * The folder, as written and without links, and those above it up to the root of its repository; of a linked work tree
 * also the main one. Outside of a repository up to the root of the disk. Seen: Claude Code and Codex look there.
 */
function foldersOf(cwd: string): string[] {
  return [...new Set([cwd, realPath(cwd)].flatMap(upwards))]
}

function upwards(folder: string): string[] {
  const git = join(folder, '.git')
  if (exists(git)) return [folder, ...mainTree(folder, git)]
  return folder === dirname(folder) ? [folder] : [folder, ...upwards(dirname(folder))]
}

/** `.git` of a linked work tree is a file that names `MAIN/.git/worktrees/NAME`. */
function mainTree(folder: string, git: string): string[] {
  const text = exists(join(git, 'HEAD')) ? null : readText(git)
  const named = /^gitdir: (.+)$/m.exec(text ?? '')?.[1]
  if (named === undefined) return []
  const trees = dirname(resolve(folder, named))
  return basename(trees) === 'worktrees' ? [dirname(dirname(trees))] : []
}

function readSettings(path: string, form: 'json' | 'toml'): SettingsFile {
  try {
    const text = readText(path)
    if (text === null) return { fields: {}, isThere: false, trouble: null }
    const value: unknown = form === 'json' ? JSON.parse(text) : tomlOf(text, path)
    if (typeof value !== 'object' || value === null) throw new Error('it holds no settings')
    return { fields: value as Record<string, unknown>, isThere: true, trouble: null }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error)
    return { fields: {}, isThere: true, trouble }
  }
}

function tomlOf(text: string, path: string): unknown {
  const parsed = parseToml(text, path)
  if (parsed.ok) return parsed.value
  const [problem] = parsed.problems
  throw new Error(`line ${problem?.line}: ${problem?.mend}`)
}
