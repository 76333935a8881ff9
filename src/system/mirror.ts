import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { GitFailure } from '../model/repository.ts'
import { type Git, REMOTE_DEADLINE_MS } from './git.ts'
import { gitFailure } from './git-failure.ts'

/** The first fetch of a large repository takes minutes; a dead one is ended by the transports' own limits. */
const FETCH_DEADLINE_MS = 10 * 60_000

/** Lean: no tags, no pruning, no garbage collection, no FETCH_HEAD, one ref. */
const FETCH = [
  ...['fetch', '--quiet', '--force', '--no-tags', '--no-prune', '--no-auto-gc'],
  ...['--no-write-fetch-head', '--no-recurse-submodules', '--no-show-forced-updates'],
]

/** The head of a branch at the remote (null: no such branch), or why nobody knows. */
export type RemoteHead =
  | { readonly ok: true; readonly head: string | null }
  | { readonly ok: false; readonly failure: GitFailure }

/** The watchdog's own bare copy of a remote. Nobody else writes to it, so a lock found in it is a dead fetch's. */
export class Mirror {
  readonly folder: string
  readonly #git: Git

  constructor(git: Git, folder: string) {
    this.#git = git
    this.folder = folder
  }

  /** Makes the empty mirror where there is none; mends one whose making was cut short. */
  async prepare(): Promise<GitFailure | null> {
    if (await this.exists()) return null
    try {
      await mkdir(dirname(this.folder), { recursive: true, mode: 0o700 })
      await mkdir(this.folder, { recursive: true, mode: 0o700 })
    } catch (error) {
      return gitFailure('failed', `cannot make ${this.folder}: ${String(error)}`)
    }
    const made = await this.#git(this.folder, ['init', '--quiet', '--bare', '--template='])
    return made.ok ? null : made.failure
  }

  /** `git init` writes HEAD last but for config; without it the mirror is not there. */
  async exists(): Promise<boolean> {
    try {
      return (await stat(join(this.folder, 'HEAD'))).isFile()
    } catch {
      return false // also when it cannot be read: making it anew then says why
    }
  }

  /** One `ls-remote` for one ref. */
  async askHead(url: string, ref: string): Promise<RemoteHead> {
    const answer = await this.#git(this.folder, ['ls-remote', '--quiet', '--', url, ref], {
      deadlineMs: REMOTE_DEADLINE_MS,
    })
    if (!answer.ok) return answer
    const line = answer.stdout.split('\n').find((row) => row.endsWith(`\t${ref}`))
    return { ok: true, head: line?.split('\t')[0] ?? null }
  }

  /** Brings one ref, and moves it even backwards. Clears the locks that a killed fetch left. */
  async fetch(url: string, ref: string): Promise<GitFailure | null> {
    const args = [...FETCH, '--', url, `+${ref}:${ref}`]
    const answer = await this.#git(this.folder, args, { deadlineMs: FETCH_DEADLINE_MS })
    if (answer.ok) return null
    await this.#removeDeadLocks(ref)
    return answer.failure
  }

  async #removeDeadLocks(ref: string): Promise<void> {
    const names = await readdir(this.folder)
    const locks = names.filter((name) => name.endsWith('.lock')).concat(`${ref}.lock`)
    for (const lock of locks) await rm(join(this.folder, lock), { force: true })
  }
}
