import { readFileSync } from 'node:fs'
import { hostname, uptime } from 'node:os'
import type { Instant } from '../model/time.ts'

/** Tells the time by both clocks; the rehearsal replaces it. */
export interface Clock {
  now(): Instant
}

/** A number from 0 up to 1, never the same twice: for jitter. */
export function chance(): number {
  return Math.random()
}

/** The machine's own clocks. */
export function systemClock(): Clock {
  const bootId = readBootId()
  return { now: () => ({ wallMs: Date.now(), monoMs: Number(process.hrtime.bigint() / 1_000_000n), bootId }) }
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    // No procfs (macOS): the minute of the boot, which is the same for every process of one boot but for rounding.
    return `${hostname()}-${Math.round((Date.now() / 1000 - uptime()) / 60)}`
  }
}
