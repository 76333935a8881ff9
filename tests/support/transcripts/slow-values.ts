import type { Parsed } from './slow-lines.ts'

/** Reads the counts of one record and remembers whether one of them was odd. */
export class SlowCounts {
  odd = false

  count(from: Parsed | null, key: string): number {
    const value = from?.[key]
    if (value === undefined || value === null) return 0
    if (typeof value === 'number' && isCount(value)) return value
    this.odd = true
    return typeof value === 'string' && /^[0-9]+$/.test(value) && isCount(Number(value)) ? Number(value) : 0
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 1_000_000_000_000
}

/** ms; null when it is no ISO time with a zone. */
export function slowTime(value: unknown): number | null {
  if (typeof value !== 'string') return null
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value)) return null
  const atMs = Date.parse(value)
  return Number.isNaN(atMs) ? null : atMs
}

export function slowText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
