import type { Logger } from 'pino'
import type { Hands } from '../act/hands.ts'
import type { Entry, Event } from '../model/event.ts'
import type { Instant } from '../model/time.ts'
import type { Eyes } from '../observe/observe.ts'
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
  readonly log: Logger
  /** Both clocks at the last tick; null: this is the first. */
  before: Instant | null
  /** Deeds under way, by the number of their decision. */
  readonly underWay: Map<number, Promise<void>>
  /** Troubles outside of the record, for people. */
  troubles: readonly string[]
  /** Why the heartbeat could not be written; '' when it was. */
  heartbeatTrouble: string
}

/** Adds entries to record and log. */
export function append(world: World, entries: readonly Entry[]): Event[] {
  const events = world.record.append(world.hands.clock.now().wallMs, entries)
  logEvents(world.log, events)
  return events
}
