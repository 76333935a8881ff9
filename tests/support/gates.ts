import type { Gate, GateReview } from '../../src/model/gate.ts'
import type { Memory } from '../../src/model/memory.ts'
import { NOON_MS } from './situation.ts'

export const PASS: GateReview = { verdict: 'PASS', sha: 'r', atMs: NOON_MS, fresh: true }
export const CORRECTNESS = 'correctness@agents.invalid'
export const READABILITY = 'readability@agents.invalid'

/** A claim of the builder in the first phase, with these reviews by mail address. */
export function aGate(reviews: Gate['reviews'], fields: Partial<Gate> = {}): Gate {
  return {
    ...{ label: 'parse', phase: 'core', sha: 'c', author: 'builder@agents.invalid', claimedMs: NOON_MS },
    ...{ reviews, ...fields },
  }
}

/** What a situation remembers of these gates. */
export function gates(...list: Gate[]): { memory: Partial<Memory> } {
  return { memory: { gates: Object.fromEntries(list.map((gate) => [gate.label, gate])) } }
}
