import type { Action, Decision, Evidence, RuleName, Withheld } from '../model/decision.ts'
import type { Memory } from '../model/memory.ts'
import type { Observation } from '../model/observation.ts'
import type { Team } from '../model/team.ts'

/** All that a rule may know. Plain data: no clock, no file, no process. */
export interface Situation {
  /** Wall time of the observation, ms. */
  readonly nowMs: number
  readonly team: Team
  readonly seen: Observation
  readonly memory: Memory
}

/** What a rule answers: to do, or not to do and why not. */
export type Proposal = Decision | Withheld

export interface Rule {
  readonly name: RuleName
  decide(situation: Situation): readonly Proposal[]
}

/** A decision of a rule. */
export function propose(
  rule: RuleName,
  target: string,
  action: Action,
  because: readonly Evidence[],
): Decision {
  return { rule, target, action, because: aged(because) }
}

/** Evidence as it is recorded. A fact of this very tick was stamped after the look: it is younger than now, by nothing. */
export function aged(because: readonly Evidence[]): Evidence[] {
  return because.map((one) => (one.ageMs === undefined ? one : { ...one, ageMs: Math.max(0, one.ageMs) }))
}

/** A decision that something stands in the way of. */
export function withhold(decision: Decision, by: string): Withheld {
  return { ...decision, by }
}
