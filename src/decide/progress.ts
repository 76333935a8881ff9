import type { Gate } from '../model/gate.ts'
import { mailOf, takesPart } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Agent, Team } from '../model/team.ts'

/** Agents that must review a claim. */
export function reviewersOf(team: Team): readonly Agent[] {
  const names = team.loop?.handoff.claimPings ?? []
  return team.agents.filter((agent) => names.includes(agent.name))
}

/** Gates claimed in the current phase. */
export function gatesOfPhase(memory: Memory): readonly Gate[] {
  return Object.values(memory.gates).filter((gate) => gate.phase === memory.phase.current)
}

/** Reviewers (other than the author) that have not given a fresh verdict on a gate. */
export function reviewsMissing(team: Team, gate: Gate): readonly Agent[] {
  return reviewersOf(team).filter(
    (agent) => mailOf(agent) !== gate.author && !gate.reviews[mailOf(agent)]?.fresh,
  )
}

/** Whether the gate has a fresh PASS of every reviewer, and no FAIL or VETO of anybody stands. */
export function isPassed(team: Team, gate: Gate): boolean {
  const verdicts = Object.values(gate.reviews)
  const vetoed = verdicts.some((review) => review.verdict === 'VETO')
  const failed = verdicts.some((review) => review.fresh && review.verdict !== 'PASS')
  return !vetoed && !failed && reviewsMissing(team, gate).length === 0
}

/** Whether all that was claimed in the phase is passed, so that only its done marker is missing. */
export function isBuilt(team: Team, memory: Memory): boolean {
  const gates = gatesOfPhase(memory)
  return gates.length > 0 && gates.every((gate) => isPassed(team, gate))
}

/** Why a loop agent has nothing to do now, whatever was pushed; null: it takes part. */
export function hasNoPart(team: Team, memory: Memory, agent: Agent): string | null {
  if (memory.phase.complete) return 'the sequence is complete'
  return takesPart(team, memory, agent) ? null : 'it takes no part in this phase'
}

/**
 * Why a silent loop agent is not stalled: by the pushed record the next move is another's. null: the move is its own.
 * A reviewer owes nothing while no claim lacks its verdict; a builder owes nothing while a claim of its own does.
 */
export function waitsOnOthers(team: Team, memory: Memory, agent: Agent): string | null {
  const apart = hasNoPart(team, memory, agent)
  if (apart) return apart
  const gates = gatesOfPhase(memory)
  if (reviewersOf(team).includes(agent)) {
    const owed = gates.find((gate) => reviewsMissing(team, gate).includes(agent))
    return owed ? null : 'no claim waits for its review'
  }
  for (const gate of gates) {
    const missing = reviewsMissing(team, gate).map((reviewer) => reviewer.name)
    if (missing.length > 0) return `claim(${gate.label}) waits for a review by ${missing.join(', ')}`
  }
  return null
}
