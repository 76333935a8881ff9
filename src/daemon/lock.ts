import { join } from 'node:path'
import { holdLock } from '../store/database.ts'
import { FileTrouble, readText, writeWhole } from '../system/files.ts'

const LOCK_MEND = 'make its folder writable, or name another state_dir in agents.toml'

/** Who watches a team. */
export interface Holder {
  readonly pid: number
  readonly startedMs: number
  readonly version: string
  readonly bootId: string
  /** Its last tick, by both clocks, ms. */
  readonly tickMs: number
  readonly tickMonoMs: number
}

/** The right to watch a team; the kernel takes it back when its process ends, however it ends. */
export interface Lock {
  release(): void
}

/**
 * Takes the one lock of a state folder: a write transaction held open on lock.db, so an fcntl lock, which works on
 * every system and also between containers. null: another watchdog holds it; `readHolder` says who. Throws FileTrouble.
 */
export function takeLock(stateDir: string): Lock | null {
  const file = join(stateDir, 'lock.db')
  try {
    const release = holdLock(file)
    return release && { release }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new FileTrouble(file, `cannot be locked (${why})`, LOCK_MEND)
  }
}

/** Says in the state folder who watches; information for people, never proof. Throws when it cannot be written. */
export function announce(stateDir: string, holder: Holder): void {
  writeWhole(join(stateDir, 'watchdog.json'), JSON.stringify(holder))
}

/** Who last said to watch; null: nobody ever did. */
export function readHolder(stateDir: string): Holder | null {
  const text = readText(join(stateDir, 'watchdog.json'))
  try {
    return text === null ? null : (JSON.parse(text) as Holder)
  } catch {
    // Not written by us; the lock, not this file, decides.
    return null
  }
}
