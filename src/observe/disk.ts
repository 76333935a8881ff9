import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { freeBytes } from '../system/files.ts'

/** With less than this an agent's next build, clone or transcript is likely to fail. */
const LOW_BYTES = 500_000_000
const MEGABYTE = 1_000_000

/** Looks at the room on the team's disk, once in each slow sweep. */
export class DiskWatcher {
  #lookedMs = Number.NEGATIVE_INFINITY
  #troubles: readonly string[] = []

  /** What is wrong with the disk of the state folder, for people; empty when there is room. */
  look({ watchdog }: Team, { monoMs }: Instant): readonly string[] {
    if (monoMs - this.#lookedMs < watchdog.heavyIntervalMs) return this.#troubles
    this.#lookedMs = monoMs
    const free = freeBytes(watchdog.stateDir)
    const isLow = free !== null && free < LOW_BYTES
    this.#troubles = isLow
      ? [`the disk of ${watchdog.stateDir} has only ${Math.floor(free / MEGABYTE)} MB left`]
      : []
    return this.#troubles
  }
}
