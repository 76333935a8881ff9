import type { Chance } from './chance.ts'
import type { Json } from './json-writer.ts'

/** A time as a record has it, and what it is to be read as. */
export interface WrittenTime {
  readonly written: Json | undefined
  readonly atMs: number | null
}

const NO_ISO_TIMES: readonly (Json | undefined)[] = [
  undefined,
  null,
  '',
  'yesterday',
  '2026-03-01',
  '2026-03-01T12:00:00',
  '2026-13-45T99:00:00Z',
  true,
  {},
]

/** Mostly ISO with Z, some with another zone or fewer digits; one in `oneIn` tells no time. */
export function anyTime(chance: Chance, atMs: number, oneIn: number): WrittenTime {
  if (chance.below(oneIn) === 0) return { written: chance.pick(NO_ISO_TIMES), atMs: null }
  if (chance.happens(0.9)) return { written: new Date(atMs).toISOString(), atMs }
  const inSeconds = atMs - (atMs % 1000)
  return chance.pick([
    { written: inZone(atMs, 330, '+05:30'), atMs },
    { written: inZone(atMs, -480, '-08:00'), atMs },
    { written: new Date(atMs).toISOString().replace('Z', '+00:00'), atMs },
    { written: new Date(inSeconds).toISOString().replace('.000', ''), atMs: inSeconds },
    { written: new Date(atMs).toISOString().replace('Z', '123Z'), atMs },
  ])
}

function inZone(atMs: number, minutes: number, zone: string): string {
  return new Date(atMs + minutes * 60_000).toISOString().replace('Z', zone)
}

const DAY_MS = 86_400_000

/** A time in the first week of March 2026, often shortly before midnight. */
export function anyStart(chance: Chance): number {
  const day = Date.UTC(2026, 2, 1) + chance.below(7) * DAY_MS
  return chance.happens(0.5) ? day + DAY_MS - chance.below(120_000) - 1 : day + chance.below(DAY_MS)
}
