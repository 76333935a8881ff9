import type { Logger } from 'pino'
import type { Hands } from '../act/hands.ts'
import type { Entry, Event } from '../model/event.ts'
import type { Instant } from '../model/time.ts'
import type { Eyes } from '../observe/observe.ts'
import type { Ledger } from '../store/ledger.ts'
import type { TeamRecord } from '../store/record.ts'
import type { ConfigWatch } from './config-watch.ts'
import { logEvents } from './log.ts'

/** All that a tick works with. */
export interface World {
  readonly teamId: string
  readonly config: ConfigWatch
  readonly eyes: Eyes
  readonly hands: Hands
  readonly record: TeamRecord
  readonly ledger: Ledger
  readonly log: Logger
  /** Both clocks at the last tick; null: this is the first. */
  before: Instant | null
  /** Deeds under way, by the number of their decision. */
  readonly underWay: Map<number, Promise<void>>
  /** When this watchdog began, wall ms. */
  readonly startedMs: number
  /** Troubles outside of the record, for people: what does not work, and why. */
  readonly troubles: Map<string, string>
}

/** Does what may fail without stopping the watch; while it fails it is a trouble. True: it is done. */
export function attempt({ troubles }: World, trouble: string, deed: () => void): boolean {
  try {
    deed()
    troubles.delete(trouble)
    return true
  } catch (error) {
    troubles.set(trouble, error instanceof Error ? error.message : String(error))
    return false
  }
}

/** Troubles as sentences. */
export function troublesOf({ troubles, record }: World): string[] {
  const own = [...troubles].map(([what, why]) => `${what}: ${why}`)
  return record.trouble ? [...own, record.trouble] : own
}

/** Adds entries to record and log. */
export function append(world: World, entries: readonly Entry[]): Event[] {
  const { record } = world
  const before = record.trouble
  const events = record.append(world.hands.clock.now().wallMs, entries)
  // Neither record nor log can tell of the disk that they stand on.
  if (record.trouble !== before) process.stderr.write(`${record.trouble ?? 'events are saved again'}\n`)
  logEvents(world.log, events)
  return events
}
