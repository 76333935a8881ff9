import type { GitFailureKind } from '../model/repository.ts'

/** The first wait after a failure; it doubles up to the longest. */
const FIRST_MS = 5_000
const LONGEST_MS = 10 * 60_000
/** Asking on is what keeps a limit or a lock-out in force: begin with a minute. */
const SLOW_FIRST_MS = 60_000

/** How long each host is left alone after failures, so that one dead host costs little and no host is hammered. */
export class HostBackoff {
  readonly #failures = new Map<string, number>()
  readonly #random: () => number

  /** `random` gives numbers from 0 up to 1; seeded in tests and rehearsals. */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Counts a failure; milliseconds until the host may be asked again (half fixed, half jitter). */
  afterFailure(host: string, kind: GitFailureKind): number {
    const failures = this.#failures.get(host) ?? 0
    this.#failures.set(host, failures + 1)
    const first = kind === 'rate-limited' || kind === 'needs-login' ? SLOW_FIRST_MS : FIRST_MS
    const fullMs = Math.min(LONGEST_MS, first * 2 ** Math.min(failures, 20))
    return fullMs / 2 + (fullMs / 2) * this.#random()
  }

  afterSuccess(host: string): void {
    this.#failures.delete(host)
  }
}
