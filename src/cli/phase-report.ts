import { reviewersOf } from '../decide/progress.ts'
import type { Gate } from '../model/gate.ts'
import { mailOf, statePath } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Agent, Loop, Phase, Team } from '../model/team.ts'
import { failure } from './exit.ts'
import type { TeamAtHand } from './team-at-hand.ts'

/** One phase and what it takes to end it; what `phase show --json` prints. Times are ms since 1970. */
export interface PhaseReport {
  readonly id: string
  readonly title: string
  readonly state: 'done' | 'current' | 'to come'
  /** Since when it is the current one; null: it is not. */
  readonly sinceMs: number | null
  /** Agents that take part. */
  readonly agents: readonly string[]
  readonly conditions: readonly Condition[]
}

/** One thing that must hold as pushed, and who can make it hold. */
export interface Condition {
  readonly what: string
  readonly met: boolean
  readonly owedBy: readonly string[]
  /** What stands there now; empty when there is nothing to add. */
  readonly detail: string
}

/** The loop of the team; null when its file cannot be read now. Throws when the team has none. */
export function demandLoop({ team }: TeamAtHand): Loop | null {
  if (!team || team.loop) return team?.loop ?? null
  throw failure('This team has no phases.', 'Add a [loop] with phases to agents.toml.')
}

/** Every phase in the order of the file. */
export function reportPhases(team: Team, loop: Loop, memory: Memory): PhaseReport[] {
  const current = loop.phases.findIndex((phase) => phase.id === memory.phase.current)
  return loop.phases.map((phase, index) => {
    const isCurrent = index === current && !memory.phase.complete
    const isPast = memory.phase.complete
      ? index <= current || memory.done[phase.id] === true
      : index < current
    const agents = takingPart(team, phase)
    return {
      id: phase.id,
      title: phase.title,
      state: isCurrent ? 'current' : isPast ? 'done' : 'to come',
      sinceMs: isCurrent ? memory.phase.sinceMs : null,
      agents: agents.map(({ name }) => name),
      conditions: [...reviewConditions(team, memory, phase), marker(team, loop, memory, phase, agents)],
    }
  })
}

function takingPart(team: Team, { agents }: Phase): Agent[] {
  return team.agents.filter((agent) => agent.kind === 'loop' && (!agents || agents.includes(agent.name)))
}

/** The done marker ends the phase; a reviewer does not set it. */
function marker(team: Team, loop: Loop, memory: Memory, phase: Phase, agents: readonly Agent[]): Condition {
  const blob = memory.repository?.statusBlobs[statePath(loop, phase.status)] ?? null
  const isOld = phase.id === memory.phase.current && blob !== null && blob === memory.phase.ignoreBlob
  const met = memory.done[phase.id] === true && !isOld
  const builders = agents.filter((agent) => !reviewersOf(team).includes(agent))
  const owedBy = (builders.length > 0 ? builders : agents).map(({ name }) => name)
  const absent = blob === null ? 'the file is not pushed' : ''
  return {
    what: `"${loop.doneMarker}" stands in ${statePath(loop, phase.status)}, as pushed`,
    met,
    owedBy: met ? [] : owedBy,
    detail: isOld ? 'the one that stands there is from before the phase was set by hand' : met ? '' : absent,
  }
}

function reviewConditions(team: Team, memory: Memory, phase: Phase): Condition[] {
  const gates = Object.values(memory.gates).filter((gate) => gate.phase === phase.id)
  return gates.flatMap((gate) => conditionsOf(team, gate))
}

/** A fresh PASS of each reviewer, and no VETO of anybody. */
function conditionsOf(team: Team, gate: Gate): Condition[] {
  const reviewers = reviewersOf(team).filter((agent) => mailOf(agent) !== gate.author)
  const others = Object.keys(gate.reviews).filter((mail) => !reviewers.some((one) => mailOf(one) === mail))
  return [...reviewers.map(mailOf), ...others].map((mail) => reviewCondition(team, gate, mail))
}

function reviewCondition(team: Team, gate: Gate, mail: string): Condition {
  const review = gate.reviews[mail]
  const name = nameOf(team, mail)
  const author = nameOf(team, gate.author)
  const what = `claim(${gate.label}) by ${author}: PASS of ${name} on ${gate.sha.slice(0, 7)}`
  if (!review) return { what, met: false, owedBy: [name], detail: 'no verdict yet' }
  const verdict = review.verdict ?? 'a verdict that is neither PASS nor FAIL'
  const stands = `${verdict} in ${review.sha.slice(0, 7)}`
  if (review.verdict === 'VETO') return { what, met: false, owedBy: [author, name], detail: stands }
  if (!review.fresh)
    return { what, met: false, owedBy: [name], detail: `${stands}, from before the newest claim` }
  const met = review.verdict === 'PASS'
  return { what, met, owedBy: met ? [] : [author], detail: stands }
}

/** Who owns a mail address: an agent's name, else the address. */
function nameOf(team: Team, mail: string): string {
  return team.agents.find((agent) => mailOf(agent) === mail)?.name ?? mail
}
