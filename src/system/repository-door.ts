import { join } from 'node:path'
import type { Approach } from './approach.ts'
import { type Git, refOfBranch } from './git.ts'
import { gitFailure } from './git-failure.ts'
import { Mirror } from './mirror.ts'
import { RemoteBranch } from './remote-branch.ts'
import { readAddress } from './repository-address.ts'
import { fingerprintBranch } from './repository-gate.ts'

/** What the door needs. */
export interface RepositoryDoorParts {
  readonly git: Git
  /** `mirror.git` is made in it when loop.repo is remote. */
  readonly stateDir: string
  /** How often a remote is asked for its head, whoever wants to know. */
  readonly remoteIntervalMs: number
  /** Wall clock; only compared with file stamps. */
  readonly nowMs: () => number
  /** Monotonic clock. */
  readonly monoMs: () => number
  /** Jitter, from 0 up to 1. */
  readonly random: () => number
}

export interface RepositoryDoor {
  /** `knownHead` undefined: open it in any case. A remote is still asked at most once per interval. */
  readonly approach: (repo: string, branch: string, knownHead: string | null | undefined) => Promise<Approach>
  readonly git: Git
}

/** One door for local repositories (stat gate) and remote ones (ls-remote, fetch into our own mirror). */
export function makeRepositoryDoor(parts: RepositoryDoorParts): RepositoryDoor {
  const locals = new Map<string, Confirmed>()
  const remote = new RemoteBranch(new Mirror(parts.git, join(parts.stateDir, 'mirror.git')), parts)
  return {
    git: parts.git,
    approach: async (repo, branch, knownHead) => {
      const ref = refOfBranch(branch)
      if (ref === null)
        return { kind: 'unknown', failure: gitFailure('no-branch', `'${branch}' is not a branch name`) }
      const address = readAddress(repo)
      if (address.kind === 'remote') return remote.approach(address, ref, knownHead)
      const fingerprint = await fingerprintBranch(address.folder, ref, parts.nowMs())
      return approachLocal(locals, address.folder, ref, fingerprint, knownHead)
    },
  }
}

/** The head that git named when the fingerprint looked like this. */
interface Confirmed {
  readonly fingerprint: string
  readonly head: string | null
}

/** The fingerprint was taken before git is asked: what moves in between is noticed at the next look. */
function approachLocal(
  confirmed: Map<string, Confirmed>,
  folder: string,
  ref: string,
  fingerprint: string | null,
  knownHead: string | null | undefined,
): Approach {
  const key = `${folder}\n${ref}`
  const last = confirmed.get(key)
  if (last && last.fingerprint === fingerprint && last.head === knownHead) return { kind: 'same' }
  const confirm = (head: string | null) => {
    if (fingerprint !== null) confirmed.set(key, { fingerprint, head })
  }
  return { kind: 'open', folder, ref, confirm }
}
