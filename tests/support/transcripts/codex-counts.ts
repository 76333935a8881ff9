import type { Tokens } from '../../../src/model/tokens.ts'
import type { Chance } from './chance.ts'
import { anyCount, MOST } from './counts.ts'
import type { Fields } from './line-records.ts'

/** The counts of one of Codex's usage objects, as they are read: prompt, cached, written, answer, reasoning. */
export type Five = readonly [number, number, number, number, number]

export const ZERO: Five = [0, 0, 0, 0, 0]

const KEYS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
] as const

/** A usage object as it is written, and as it is to be read. */
export interface CodexUsage {
  readonly written: Fields
  readonly five: Five
  readonly odd: boolean
}

/** One answer's usage; one count in so many is odd, so that the parts may be more than the whole. */
export function anyCodexUsage(chance: Chance, oddOneIn: number): CodexUsage {
  const cached = chance.below(5000)
  const written = chance.happens(0.5) ? chance.below(900) : 0
  const reasoning = chance.below(700)
  const most = [
    cached + written + chance.between(1, 4000),
    cached,
    written,
    reasoning + chance.between(1, 900),
    reasoning,
  ]
  const counts = most.map((value) => {
    const count = anyCount(chance, 1, oddOneIn)
    return typeof count.written === 'number' && count.value <= 1
      ? { written: value, value, odd: false }
      : count
  })
  return {
    written: {
      ...Object.fromEntries(KEYS.map((key, at) => [key, counts[at]?.written])),
      total_tokens: 777_777,
    },
    five: counts.map(({ value }) => value) as unknown as Five,
    odd: counts.some(({ odd }) => odd),
  }
}

/** A usage object that is spelled plainly; a version that does not know cache writes leaves their zero out. */
export function plainCodexUsage(five: Five): CodexUsage {
  const entries = KEYS.map((key, at) => [key, five[at]] as const)
  const written = Object.fromEntries(entries.filter(([key, value]) => value !== 0 || key !== KEYS[2]))
  return { written: { ...written, total_tokens: 777_777 }, five, odd: false }
}

/** The next total of a thread; one that no count can hold any more begins again. */
export function nextTotal(total: Five, used: Five): Five {
  const sum = total.map((value, at) => value + (used[at] ?? 0)) as unknown as Five
  return sum.some((value) => value > MOST) ? used : sum
}

export function tokensOfFive([prompt, cached, written, answer, reasoning]: Five): Tokens {
  return {
    input: Math.max(0, prompt - cached - written),
    output: Math.max(0, answer - reasoning),
    reasoning,
    cacheRead: cached,
    cacheWrite5m: written,
    cacheWrite1h: 0,
  }
}
