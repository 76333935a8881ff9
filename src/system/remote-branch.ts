import type { GitFailure } from '../model/repository.ts'
import type { Approach } from './approach.ts'
import { REMOTE_DEADLINE_MS } from './git.ts'
import { gitFailure } from './git-failure.ts'
import { HostBackoff } from './host-backoff.ts'
import type { Mirror } from './mirror.ts'

interface Clockwork {
  readonly remoteIntervalMs: number
  readonly monoMs: () => number
  readonly random: () => number
}

interface Address {
  readonly url: string
  readonly host: string
}

/** What is known of one branch of one URL. */
interface Known {
  nextAskAtMs: number
  failure: GitFailure | null
  /** Head at the remote that the mirror holds; undefined: never fetched by this process. */
  fetched: string | null | undefined
  /** Head that the reader found in the mirror after the last fetch. */
  confirmed: string | null | undefined
  /** The round trip under way, shared by all who ask meanwhile. */
  asking: Promise<void> | null
}

/** A remote branch seen through the mirror: at most one `ls-remote` per interval, a fetch only when it moved. */
export class RemoteBranch {
  readonly #mirror: Mirror
  readonly #clock: Clockwork
  readonly #backoff: HostBackoff
  readonly #known = new Map<string, Known>()

  constructor(mirror: Mirror, clock: Clockwork) {
    this.#mirror = mirror
    this.#clock = clock
    this.#backoff = new HostBackoff(clock.random)
  }

  async approach(address: Address, ref: string, knownHead: string | null | undefined): Promise<Approach> {
    const known = this.#knownOf(`${address.url}\n${ref}`)
    if (known.asking === null && this.#clock.monoMs() >= known.nextAskAtMs)
      this.#beginAsking(known, address, ref)
    if (known.asking !== null && !(await endsWithin(known.asking, REMOTE_DEADLINE_MS)))
      return { kind: 'unknown', failure: gitFailure('timeout', `still fetching from ${address.host}`) }
    if (known.failure !== null) return { kind: 'unknown', failure: known.failure }
    if (known.confirmed !== undefined && known.confirmed === knownHead) return { kind: 'same' }
    const confirm = (head: string | null) => {
      known.confirmed = head
    }
    return { kind: 'open', folder: this.#mirror.folder, ref: known.fetched ? ref : null, confirm }
  }

  #knownOf(key: string): Known {
    const known = this.#known.get(key) ?? {
      nextAskAtMs: Number.NEGATIVE_INFINITY,
      failure: null,
      fetched: undefined,
      confirmed: undefined,
      asking: null,
    }
    this.#known.set(key, known)
    return known
  }

  #beginAsking(known: Known, address: Address, ref: string): void {
    const begunAtMs = this.#clock.monoMs()
    known.asking = this.#ask(known, address, ref)
      .catch((error: unknown) => gitFailure('failed', String(error)))
      .then((failure) => {
        known.failure = failure
        known.asking = null
        known.nextAskAtMs = this.#nextAskAtMs(address.host, failure, begunAtMs)
      })
  }

  /** A tenth early, so that a tick which comes a little early does not skip a whole interval. */
  #nextAskAtMs(host: string, failure: GitFailure | null, begunAtMs: number): number {
    if (failure !== null) return this.#clock.monoMs() + this.#backoff.afterFailure(host, failure.kind)
    this.#backoff.afterSuccess(host)
    return begunAtMs + this.#clock.remoteIntervalMs * 0.9
  }

  async #ask(known: Known, { url }: Address, ref: string): Promise<GitFailure | null> {
    const isMade = await this.#mirror.exists()
    const unmade = isMade ? null : await this.#mirror.prepare()
    if (unmade !== null) return unmade
    const answer = await this.#mirror.askHead(url, ref)
    if (!answer.ok) return answer.failure
    if (isMade && answer.head === known.fetched) return null
    const failure = answer.head === null ? null : await this.#mirror.fetch(url, ref)
    if (failure !== null) return failure
    known.fetched = answer.head
    known.confirmed = undefined
    return null
  }
}

/** Whether the work ended in time; it goes on in any case. */
async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const ended = await Promise.race([work.then(() => true), late])
  clearTimeout(timer)
  return ended
}
