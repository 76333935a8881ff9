import type { Chance } from './chance.ts'
import { type Json, Spelled } from './json-writer.ts'

/** A count as a record has it, and what it is to be read as. */
export interface Count {
  /** undefined: the key is not there. */
  readonly written: Json | undefined
  readonly value: number
  readonly odd: boolean
}

export function plainCount(value: number): Count {
  return { written: value, value, odd: false }
}

export const NO_COUNT: Count = { written: undefined, value: 0, odd: false }

/** More is no count. */
export const MOST = 10 ** 12

const UNUSUAL: readonly Count[] = [
  NO_COUNT,
  { written: null, value: 0, odd: false },
  plainCount(0),
  plainCount(MOST),
  { written: new Spelled('1e3'), value: 1000, odd: false },
  { written: new Spelled('12E+2'), value: 1200, odd: false },
  { written: new Spelled('5.0'), value: 5, odd: false },
]

const NOT_DIGITS = [
  '',
  'many',
  '-5',
  '+5',
  '1.5',
  '1e3',
  ' 7',
  '7 ',
  '0x10',
  '１２',
  'NaN',
  `${MOST + 1}`,
  '9'.repeat(40),
]

const ODD: readonly Count[] = [
  ...['12', '0', '007', `${MOST}`].map((text) => ({ written: text, value: Number(text), odd: true })),
  ...NOT_DIGITS.map((text) => ({ written: text, value: 0, odd: true })),
  ...[-1, -400_000, 0.5, 1234.75, MOST + 1, 2 ** 53, 1e21, true, false].map((written) => ({
    written,
    value: 0,
    odd: true,
  })),
  ...['1e400', '-1e400', '1e-3', '123456789012345678901234567890'].map((text) => ({
    written: new Spelled(text),
    value: 0,
    odd: true,
  })),
  { written: [], value: 0, odd: true },
  { written: [7], value: 0, odd: true },
  { written: { tokens: 7 }, value: 0, odd: true },
]

/** Mostly a plain number up to `most`; one in `oneIn` is spelled unusually, or is no count at all. */
export function anyCount(chance: Chance, most: number, oneIn: number): Count {
  if (chance.below(oneIn) > 0) return plainCount(chance.below(most + 1))
  return chance.pick(chance.happens(0.4) ? UNUSUAL : ODD)
}
