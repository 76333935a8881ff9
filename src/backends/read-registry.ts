import type { Testimony } from '../model/testimony.ts'
import type { Profile } from './profile.ts'

/** What a CLI's own registry of processes holds of one of them. */
export interface RegistryEntry {
  /** '': none is told. */
  readonly status: string
  /** What it waits for; '': nothing. */
  readonly waitingFor: string
  /** When the status changed, wall ms. */
  readonly sinceMs: number
}

/** What it tells; null: the CLI keeps none. A word that is not known says nothing. */
export function readRegistry({ registry }: Profile, entry: RegistryEntry | null): Testimony | null {
  if (!registry || !entry) return null
  const { status, waitingFor, sinceMs } = entry
  const says = registry.waitingFor[waitingFor] ?? registry.status[status] ?? null
  return { teller: 'registry', says, sinceMs, detail: waitingFor, untilMs: null }
}
