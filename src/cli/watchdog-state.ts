import { join } from 'node:path'
import { type Holder, readHolder } from '../daemon/lock.ts'
import type { Event } from '../model/event.ts'
import { isLocked } from '../store/probe-lock.ts'
import type { TeamAtHand } from './team-at-hand.ts'

/** A watchdog that ticked longer ago than this many intervals, and this much more for a slow tick, hangs. */
const SILENT_INTERVALS = 3
const SILENT_MORE_MS = 5_000
/** The tick of a config that cannot be read now; the default of signal_interval. */
const DEFAULT_INTERVAL_MS = 15_000
/** A watchdog that stopped in good order says so among its last events. */
const LAST_WORDS = 50

/** How the watchdog of a team fares. The lock decides who lives; the rest is what it told of itself. */
export type WatchdogState =
  | { readonly kind: 'running'; readonly holder: Holder | null; readonly tickAgeMs: number | null }
  /** It holds the lock and does not tick. */
  | { readonly kind: 'hanging'; readonly holder: Holder; readonly tickAgeMs: number }
  /** It ended without a word, after the tick at `sinceMs`. */
  | { readonly kind: 'dead'; readonly holder: Holder; readonly sinceMs: number }
  | { readonly kind: 'stopped'; readonly sinceMs: number; readonly why: string }
  | { readonly kind: 'never' }

/** Whether a watchdog holds the team now. */
export function isWatched({ stateDir }: Pick<TeamAtHand, 'stateDir'>): boolean {
  return isLocked(join(stateDir, 'lock.db'))
}

/** Looks at the lock, at what the watchdog told of itself, and at the end of the record. */
export function lookAtWatchdog(at: TeamAtHand, nowMs: number): WatchdogState {
  const holder = readHolder(at.stateDir)
  if (isWatched(at)) {
    const tickAgeMs = holder && Math.max(0, nowMs - holder.tickMs)
    const intervalMs = at.team?.watchdog.signalIntervalMs ?? DEFAULT_INTERVAL_MS
    const hangs = tickAgeMs !== null && tickAgeMs > SILENT_INTERVALS * intervalMs + SILENT_MORE_MS
    return hangs ? { kind: 'hanging', holder: holder as Holder, tickAgeMs } : { kind: 'running', holder, tickAgeMs }
  }
  const stop = at.record.lastEvents(LAST_WORDS, isTurn).at(-1)
  if (stop?.type === 'fact' && stop.fact.what === 'watchdog-stopped')
    return { kind: 'stopped', sinceMs: stop.atMs, why: stop.fact.why }
  return holder ? { kind: 'dead', holder, sinceMs: holder.tickMs } : { kind: 'never' }
}

function isTurn(event: Event): boolean {
  return (
    event.type === 'fact' && (event.fact.what === 'watchdog-started' || event.fact.what === 'watchdog-stopped')
  )
}
