import type { Folders } from '../system/folders.ts'
import type { Heads } from './sources-heads.ts'
import type { Owner, PlaceAsk, PlaceSeen } from './sources-place.ts'

/** What is looked at seldom (folders of ended runs) is looked at again after this long. */
export const SELDOM_MS = 60_000

interface Made {
  readonly changes: number
  readonly owners: readonly Owner[]
  /** What else it was made from. */
  readonly key: string
  readonly atMs: number
  readonly seen: PlaceSeen
}

/** The last result of a place: the same object as long as nothing that it was made from has changed. */
export class Kept {
  readonly #folders: Folders
  readonly #heads: Heads
  #made: Made | null = null

  constructor(folders: Folders, heads: Heads) {
    this.#folders = folders
    this.#heads = heads
  }

  /** Asked after the folders were looked at. */
  get({ owners, nowMs }: PlaceAsk, key: string, make: () => PlaceSeen): PlaceSeen {
    const made = this.#made
    const isFresh =
      made &&
      made.changes === this.#folders.changes &&
      made.key === key &&
      Math.abs(nowMs - made.atMs) < SELDOM_MS &&
      !this.#heads.isWaiting &&
      isSame(made.owners, owners)
    if (isFresh) return made.seen
    this.#heads.isWaiting = false
    const seen = make()
    this.#made = { changes: this.#folders.changes, owners, key, atMs: nowMs, seen }
    return seen
  }
}

/** Runs are never changed in place. */
function isSame(before: readonly Owner[], now: readonly Owner[]): boolean {
  return (
    before.length === now.length &&
    before.every((one, at) => {
      const other = now[at]
      return one.agent === other?.agent && one.cwd === other.cwd && one.runs === other.runs
    })
  )
}
