import { readdirSync, statSync } from 'node:fs'

/** A folder that changed less than this before it was listed may change again without a new stamp. */
const STAMP_MS = 2_000

interface Known {
  readonly stamp: string
  /** When it was last looked at, wall ms. */
  checkedMs: number
  /** The stamp was old enough at the listing to show every later change. */
  readonly isSure: boolean
  readonly names: readonly string[]
}

/**
 * Names in folders, listed again only when the folder has changed: one look at an unchanged folder is one `stat`.
 * Never throws; what cannot be listed is empty, and a trouble.
 */
export class Folders {
  readonly #known = new Map<string, Known>()
  readonly #troubles = new Map<string, string>()
  #changes = 0

  /** Grows whenever names of some folder changed: what was made of them is still right while it stands. */
  get changes(): number {
    return this.#changes
  }

  /** Folders that are there and cannot be listed, as sentences. */
  get troubles(): readonly string[] {
    return [...this.#troubles].map(([path, why]) => `${path} cannot be listed: ${why}`)
  }

  /** Names in it, sorted; none when there is no such folder. With `maxAgeMs` what was seen so lately is not asked again. */
  names(path: string, maxAgeMs = 0): readonly string[] {
    const known = this.#known.get(path)
    const nowMs = Date.now()
    if (known && maxAgeMs > 0 && Math.abs(nowMs - known.checkedMs) < maxAgeMs) return known.names
    try {
      const seen = statSync(path, { throwIfNoEntry: false })
      const stamp = seen ? `${seen.ino} ${seen.mtimeMs}` : ''
      if (known?.isSure && known.stamp === stamp) {
        known.checkedMs = nowMs
        return known.names
      }
      const names = seen?.isDirectory() ? readdirSync(path).sort() : []
      const isSure = !seen || Math.abs(nowMs - seen.mtimeMs) > STAMP_MS
      this.#troubles.delete(path)
      return this.#keep(path, { stamp, checkedMs: nowMs, isSure, names })
    } catch (error) {
      if (!isMissing(error)) this.#troubles.set(path, error instanceof Error ? error.message : String(error))
      return this.#keep(path, { stamp: '', checkedMs: nowMs, isSure: false, names: [] })
    }
  }

  #keep(path: string, now: Known): readonly string[] {
    const before = this.#known.get(path)?.names ?? []
    const isSame = before.length === now.names.length && before.every((name, at) => name === now.names[at])
    if (!isSame) this.#changes += 1
    this.#known.set(path, now)
    return now.names
  }
}

/** It went away between the two questions, or a file stands where a folder is looked for. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
