import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { RepositoryAsk, RepositoryMark, RepositoryNews } from '../../src/model/repository.ts'
import { lookAtRepository } from '../../src/observe/repository.ts'
import { type Git, makeGit } from '../../src/system/git.ts'
import { makeRepositoryDoor, type RepositoryDoor } from '../../src/system/repository-door.ts'
import { type Run, run } from '../../src/system/run.ts'

/** The environment of the people in the tests: no settings of this machine, a fixed author. */
const PEOPLE_ENV: Record<string, string> = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  LC_ALL: 'C',
}

/** Runs git as a person or an agent would, with locks and all. */
export function git(cwd: string, ...args: string[]): string {
  return gitWith({}, cwd, ...args)
}

/** The same with more environment or a message on stdin. */
export function gitWith(
  options: { env?: Record<string, string>; input?: string | Buffer },
  cwd: string,
  ...args: string[]
): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { ...PEOPLE_ENV, ...options.env },
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.input === undefined ? {} : { input: options.input }),
  }).trimEnd()
}

/** A folder with a bare origin and as many clones as asked for; `remove` deletes it all. */
export class GitSandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'agents-git-'))
  readonly origin = join(this.folder, 'origin.git')

  constructor(...init: string[]) {
    git(this.folder, 'init', '--quiet', '--bare', '--initial-branch=main', ...init, this.origin)
  }

  /** A clone whose commits are `agent`'s. */
  clone(agent: string): Clone {
    const folder = join(this.folder, agent)
    git(this.folder, 'clone', '--quiet', this.origin, folder)
    git(folder, 'config', 'user.name', agent)
    git(folder, 'config', 'user.email', `${agent}@agents.invalid`)
    git(folder, 'checkout', '--quiet', '-B', 'main')
    return new Clone(folder)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** A work tree of one agent. */
export class Clone {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    git(this.folder, 'add', '--', path)
  }

  /** Commits what is staged, or an empty commit; the message goes in byte by byte. */
  commit(message: string | Buffer): string {
    const args = [
      'commit',
      '--quiet',
      '--allow-empty',
      '--allow-empty-message',
      '--cleanup=verbatim',
      '-F',
      '-',
    ]
    gitWith({ input: message }, this.folder, ...args)
    return git(this.folder, 'rev-parse', 'HEAD')
  }

  push(...args: string[]): void {
    git(this.folder, 'push', '--quiet', ...args, 'origin', 'HEAD:main')
  }

  /** Commit and push in one. */
  say(message: string): string {
    const sha = this.commit(message)
    this.push()
    return sha
  }
}

/** A door that counts its git processes; the clocks are real unless given. */
export function countingDoor(stateDir: string, parts: Partial<DoorOptions> = {}): CountingDoor {
  const calls: string[][] = []
  const counted: Run = (argv, options) => {
    calls.push([...argv])
    return (parts.run ?? run)(argv, options)
  }
  const doorGit = makeGit(counted, { ...PEOPLE_ENV, ...parts.env })
  const door = makeRepositoryDoor({
    git: doorGit,
    stateDir,
    remoteIntervalMs: parts.remoteIntervalMs ?? 0,
    nowMs: Date.now,
    monoMs: parts.monoMs ?? (() => performance.now()),
    random: () => 0.5,
  })
  return { ...door, git: doorGit, calls }
}

export interface DoorOptions {
  readonly run: Run
  readonly env: Record<string, string>
  readonly remoteIntervalMs: number
  readonly monoMs: () => number
}

export interface CountingDoor extends RepositoryDoor {
  readonly git: Git
  /** Argument lists of every git process so far. */
  readonly calls: string[][]
}

/** The ask of a usual team: one phase, one inbox, the default patterns. */
export function usualAsk(repo: string, more: Partial<RepositoryAsk> = {}): RepositoryAsk {
  return {
    repo,
    branch: 'main',
    statusFiles: [{ phase: 'core', path: 'machine-docs/STATUS-core.md' }],
    inboxes: [{ path: 'machine-docs/BUILDER-INBOX.md' }],
    doneMarker: '## DONE',
    patterns: { claim: /^claim/, review: /^review/ },
    ...more,
  }
}

/** A look that must find news. */
export async function lookForNews(
  door: RepositoryDoor,
  previous: RepositoryMark | null,
  ask: RepositoryAsk,
): Promise<RepositoryNews> {
  const seen = await lookAtRepository(door, previous, ask)
  if (seen.kind !== 'seen') throw new Error(`expected news, got ${JSON.stringify(seen)}`)
  return seen
}
