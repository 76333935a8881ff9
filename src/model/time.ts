/** A moment as both clocks tell it: wall time for people and resets, monotonic time for durations. */
export interface Instant {
  /** Milliseconds since 1970 by the wall clock; may jump. */
  readonly wallMs: number
  /** Milliseconds since boot by the monotonic clock; never jumps, does not count suspend. */
  readonly monoMs: number
  /** Which boot of the machine `monoMs` belongs to. */
  readonly bootId: string
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * A duration as agents.toml writes it: seconds (`900`) or text (`"300ms"`, `"15m"`, `"2h30m"`).
 * Returns milliseconds, or null when the text is no duration.
 */
export function parseDurationMs(value: number | string): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value * 1000 : null
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(value)) return null
  const parts = value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0)
}

/** Milliseconds as a person says them, at most two units: `850ms`, `12s`, `3m20s`, `2h05m`, `4d3h`. */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`
  if (ms < 1000) return `${Math.round(ms)}ms`
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 ? `${minutes}m${pad(seconds % 60)}s` : `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return minutes % 60 ? `${hours}h${pad(minutes % 60)}m` : `${hours}h`
  return hours % 24 ? `${Math.floor(hours / 24)}d${hours % 24}h` : `${Math.floor(hours / 24)}d`
}

/** A number with its noun: `1 death`, `2 deaths`; with its plural where an `s` does not make it: `2 processes`. */
export function counted(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}
