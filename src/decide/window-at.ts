import { OUTSIDE, type PhaseStretch, type TokenWindow } from '../model/ledger.ts'
import { mailOf } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Agent, Team } from '../model/team.ts'
import { isPassed, reviewersOf } from './progress.ts'

/**
 * The window on which an answer of an agent at a moment is booked: the gate that it served.
 *
 * - A reviewer serves the newest claim. Before the first claim of a phase it serves the first one.
 * - Whoever builds serves the newest claim until it has passed: a retry is part of it. From then on, and before the
 *   first claim, it serves the next claim, whose label nobody knows yet.
 * - An agent outside of the loop serves no gate, and nobody does before the first phase and after the last one.
 */
export function windowAt(team: Team, memory: Memory, name: string, atMs: number): number {
  const agent = team.agents.find((one) => one.name === name)
  if (agent?.kind !== 'loop') return OUTSIDE
  const stretch = stretchAt(memory, atMs)
  if (!stretch) return OUTSIDE
  const claimed = stretch.windows.findLast((one) => one.claimedMs !== null && one.claimedMs <= atMs)
  const next = stretch.windows.find((one) => one.claimedMs === null || one.claimedMs > atMs)
  if (!claimed || !next) return (claimed ?? next)?.id ?? OUTSIDE
  return servesClaim(team, memory, agent, claimed, atMs) ? claimed.id : next.id
}

/** What is older than every stretch that is kept came late: it counts where the oldest of them is. */
function stretchAt({ stretches }: Memory, atMs: number): PhaseStretch | undefined {
  const stretch = stretches.findLast((one) => one.startedMs <= atMs) ?? stretches[0]
  return stretch && stretch.endedMs !== null && atMs >= stretch.endedMs ? undefined : stretch
}

function servesClaim(team: Team, memory: Memory, agent: Agent, claimed: TokenWindow, atMs: number): boolean {
  const label = claimed.label ?? ''
  const gate = Object.hasOwn(memory.gates, label) ? memory.gates[label] : undefined
  if (!gate) return true
  if (reviewersOf(team).includes(agent) && gate.author !== mailOf(agent)) return true
  if (!isPassed(team, gate)) return true
  const passedMs = Math.max(gate.claimedMs, ...Object.values(gate.reviews).map((review) => review.atMs))
  return atMs < passedMs
}
