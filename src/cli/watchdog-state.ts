import { join } from 'node:path'
import { type Holder, readHolder } from '../daemon/lock.ts'
import type { Event } from '../model/event.ts'
import { isLocked } from '../store/probe-lock.ts'
import { systemClock } from '../system/clock.ts'
import { isAlive } from './is-alive.ts'
import type { TeamAtHand } from './team-at-hand.ts'

/** A watchdog that ticked longer ago than this many intervals, and this much more for a slow tick, hangs. */
const SILENT_INTERVALS = 3
const SILENT_MORE_MS = 5_000
/** The tick of a config that cannot be read now; the default of signal_interval. */
const DEFAULT_INTERVAL_MS = 15_000
/** One that stopped in good order says so among its last events, and one that just began among its first. */
const LAST_WORDS = 100

/** How the watchdog of a team fares. The lock decides who lives; the rest is what it told of itself. */
export type WatchdogState =
  /** It holds the lock; when it hangs it does not tick. */
  | { readonly kind: 'running' | 'hanging'; readonly holder: Holder; readonly tickAgeMs: number }
  /** It holds the lock and has not ticked yet. */
  | { readonly kind: 'starting' }
  /** It ended without a word, after `sinceMs`. */
  | { readonly kind: 'dead'; readonly sinceMs: number }
  | { readonly kind: 'stopped'; readonly sinceMs: number; readonly why: string }
  | { readonly kind: 'never' }

/** Whether a watchdog holds the team now. */
export function isWatched({ stateDir }: Pick<TeamAtHand, 'stateDir'>): boolean {
  return isLocked(join(stateDir, 'lock.db'))
}

/** Looks at the lock, at what the watchdog told of itself, and at the end of the record. */
export function lookAtWatchdog(at: TeamAtHand): WatchdogState {
  const holder = readHolder(at.stateDir)
  return isWatched(at) ? lookAtLiving(at, holder) : lookAtDead(at, holder)
}

function lookAtLiving(at: TeamAtHand, holder: Holder | null): WatchdogState {
  if (!holder) return { kind: 'starting' }
  const tickAgeMs = Math.max(0, ageOf(holder))
  const isLate = tickAgeMs > silenceAllowedMs(at)
  if (!isLate && isAlive(holder.pid)) return { kind: 'running', holder, tickAgeMs }
  // It tells of itself after its first tick; until then the file speaks of the one before it.
  const turn = lastTurn(at)
  const isNew = turn?.fact.what === 'watchdog-started' && turn.fact.pid !== holder.pid
  if (isNew) return { kind: 'starting' }
  return { kind: isLate ? 'hanging' : 'running', holder, tickAgeMs }
}

/** By the clock that a suspend or a new time of day does not move, if it counts from the same boot. */
function ageOf({ bootId, tickMs, tickMonoMs }: Holder): number {
  const now = systemClock().now()
  return now.bootId === bootId ? now.monoMs - tickMonoMs : now.wallMs - tickMs
}

function lookAtDead(at: TeamAtHand, holder: Holder | null): WatchdogState {
  const turn = lastTurn(at)
  if (turn?.fact.what === 'watchdog-stopped')
    return { kind: 'stopped', sinceMs: turn.atMs, why: turn.fact.why }
  if (at.record.memory.seq === 0) return { kind: 'never' }
  return { kind: 'dead', sinceMs: Math.max(holder?.tickMs ?? 0, turn?.atMs ?? 0) }
}

function silenceAllowedMs({ team }: TeamAtHand): number {
  return SILENT_INTERVALS * (team?.watchdog.signalIntervalMs ?? DEFAULT_INTERVAL_MS) + SILENT_MORE_MS
}

/** The last time that a watchdog began or ended in good order, if that was among the last events. */
function lastTurn({ record }: TeamAtHand) {
  const events = record.events({ afterSeq: Math.max(0, record.memory.seq - LAST_WORDS) })
  return events.flatMap((event) => turnOf(event) ?? []).at(-1)
}

function turnOf(event: Event) {
  const fact = event.type === 'fact' ? event.fact : null
  const isTurn = fact?.what === 'watchdog-started' || fact?.what === 'watchdog-stopped'
  return isTurn ? { atMs: event.atMs, fact } : null
}
