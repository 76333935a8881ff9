import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { SimpleGit } from 'simple-git'
import type { GitFailure } from '../model/repository.ts'
import { failureOfText, gitFailure } from './git-failure.ts'
import { readAddress } from './repository-address.ts'
import type { RepositoryDoor } from './repository-door.ts'

/** A clone from a folder of this machine that prints nothing for so long hangs. */
const SILENT_MAX_MS = 60_000

export interface CloneAsk {
  /** Path or URL of loop.repo. */
  readonly repo: string
  readonly branch: string
  /** Where the agent works. */
  readonly cwd: string
  /** The author of the agent's commits: `<agent>` and `<agent>@agents.invalid`. */
  readonly agent: string
}

/** `present`: a work tree is already there and was not touched. */
export type CloneResult =
  | { readonly kind: 'made' }
  | { readonly kind: 'present' }
  | { readonly kind: 'failed'; readonly failure: GitFailure }

/**
 * Makes an agent's clone where `cwd` is missing or empty. It is built beside `cwd` and then renamed, so a clone that
 * was cut short is never taken for one. Of a remote it is made from our mirror: no second trip over the network, no
 * process that could hang there.
 */
export async function makeClone(door: RepositoryDoor, ask: CloneAsk): Promise<CloneResult> {
  try {
    const place = await lookAtPlace(ask.cwd)
    if (place === 'work tree') return { kind: 'present' }
    if (place === 'occupied')
      return failed(gitFailure('folder-not-empty', `${ask.cwd} is not empty and no git work tree`))
    const source = await findSource(door, ask)
    if ('kind' in source) return failed(source)
    await build(ask, source)
    return { kind: 'made' }
  } catch (error) {
    return failed(failureOfText(error instanceof Error ? error.message : String(error)))
  }
}

/** `folder` null: there is no commit yet, so there is nothing to clone. */
interface Source {
  readonly folder: string | null
  /** What the agent pushes to. */
  readonly origin: string
}

async function findSource(door: RepositoryDoor, { repo, branch }: CloneAsk): Promise<Source | GitFailure> {
  const address = readAddress(repo)
  const origin = address.kind === 'local' ? address.folder : address.url
  const approach = await door.approach(repo, branch, undefined)
  if (approach.kind === 'unknown') return approach.failure
  if (approach.kind === 'same' || approach.ref === null) return { folder: null, origin }
  const listed = await door.git(approach.folder, ['for-each-ref', '--format=%(refname)', 'refs/heads'])
  if (!listed.ok) return listed.failure
  const heads = listed.stdout.split('\n').filter((line) => line !== '')
  if (heads.length === 0) return { folder: null, origin }
  if (!heads.includes(approach.ref)) return gitFailure('no-branch', `${repo} has no branch ${branch}`)
  return { folder: approach.folder, origin }
}

async function build(ask: CloneAsk, { folder, origin }: Source): Promise<void> {
  const parent = dirname(ask.cwd)
  const draft = join(parent, `.${basename(ask.cwd)}.agents-clone`)
  await mkdir(parent, { recursive: true })
  await rm(draft, { recursive: true, force: true })
  if (folder === null) await beginEmpty(draft, ask.branch, origin)
  else await copy(folder, draft, ask.branch, origin)
  await signAs(draft, ask.agent)
  await rename(draft, ask.cwd)
}

/** As git leaves the clone of an empty repository, but on the branch that counts. */
async function beginEmpty(draft: string, branch: string, origin: string): Promise<void> {
  await mkdir(draft)
  const git = await gitIn(draft)
  await git.init()
  await git.raw('symbolic-ref', 'HEAD', `refs/heads/${branch}`)
  await git.addRemote('origin', origin)
  await git.addConfig(`branch.${branch}.remote`, 'origin')
  await git.addConfig(`branch.${branch}.merge`, `refs/heads/${branch}`)
}

async function copy(folder: string, draft: string, branch: string, origin: string): Promise<void> {
  await (await gitIn(dirname(draft))).clone(folder, draft, ['--branch', branch])
  await (await gitIn(draft)).remote(['set-url', 'origin', origin])
}

async function signAs(draft: string, agent: string): Promise<void> {
  const git = await gitIn(draft)
  await git.addConfig('user.name', agent)
  await git.addConfig('user.email', `${agent}@agents.invalid`)
}

/** Loaded on demand: simple-git costs more to load than all of our own start. */
async function gitIn(folder: string): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git')
  return simpleGit(folder, { timeout: { block: SILENT_MAX_MS } })
}

type Place = 'free' | 'work tree' | 'occupied'

async function lookAtPlace(cwd: string): Promise<Place> {
  const names = await namesIn(cwd)
  if (names.includes('.git')) return 'work tree'
  return names.length === 0 ? 'free' : 'occupied'
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function failed(failure: GitFailure): CloneResult {
  return { kind: 'failed', failure }
}
