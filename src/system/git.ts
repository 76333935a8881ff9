import { realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { GitFailure } from '../model/repository.ts'
import { GIT_CONFIG, gitEnvironment } from './git-environment.ts'
import { failureOf } from './git-failure.ts'
import type { Run } from './run.ts'

/** A local question takes 3 ms; one that takes this long hangs (dead network disk, stopped machine). */
export const LOCAL_DEADLINE_MS = 5_000
/** One round trip to a host, with login. */
export const REMOTE_DEADLINE_MS = 30_000

/** What git printed, or why it did not. `truncated`: it printed more than was kept. */
export type GitAnswer =
  | { readonly ok: true; readonly stdout: string; readonly truncated: boolean }
  | { readonly ok: false; readonly failure: GitFailure }

export interface GitOptions {
  readonly stdin?: string
  /** Default: LOCAL_DEADLINE_MS. */
  readonly deadlineMs?: number
  readonly maxOutputBytes?: number
}

/** Runs one git process in `folder`, which must itself be the repository: one around it is never used instead. */
export type Git = (folder: string, args: readonly string[], options?: GitOptions) => Promise<GitAnswer>

/** The door to git: `base` is the environment that PATH, HOME and proxies are taken from. */
export function makeGit(run: Run, base: Readonly<Record<string, string | undefined>>): Git {
  const environment = gitEnvironment(base)
  const config = GIT_CONFIG.flatMap((entry) => ['-c', entry])
  return async (folder, args, options = {}) => {
    const deadlineMs = options.deadlineMs ?? LOCAL_DEADLINE_MS
    const result = await run(['git', ...config, '-C', folder, ...args], {
      env: { ...environment, GIT_CEILING_DIRECTORIES: await parentOf(folder) },
      cwd: '/',
      deadlineMs,
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      ...(options.maxOutputBytes === undefined ? {} : { maxOutputBytes: options.maxOutputBytes }),
    })
    if (result.code === 0 && !result.timedOut)
      return { ok: true, stdout: result.stdout, truncated: result.truncated }
    return { ok: false, failure: failureOf(result, deadlineMs) }
  }
}

/** git compares real paths, so a link to a folder inside another repository must be followed first. */
async function parentOf(folder: string): Promise<string> {
  try {
    return dirname(await realpath(folder))
  } catch {
    return dirname(folder) // missing or closed to us: git says so itself
  }
}

/** The full name of a branch, or null when git would not take it (so that no option or path can hide in it). */
export function refOfBranch(branch: string): string | null {
  return isRefName(branch) ? `refs/heads/${branch}` : null
}

/** The rules of `git check-ref-format`, without a process. */
function isRefName(name: string): boolean {
  if (name === '' || name.startsWith('-') || name.endsWith('.') || name.length > 200) return false
  if (/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{/.test(name)) return false
  return name.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'))
}
