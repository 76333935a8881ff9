import type { Evidence } from '../model/decision.ts'
import { recall, takesPart } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { PaneSeen } from '../model/observation.ts'
import type { Agent } from '../model/team.ts'
import { works as isAtWork } from '../model/testimony.ts'
import { type LimitBelieved, limitSeen } from './limit-seen.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'
import { draft } from './text.ts'

/** Providers lift a limit up to a minute after the time that they print. */
const RESET_MARGIN_MS = 60_000
/** How long to wait when nobody names a time. */
const NO_TIME_PARK_MS = 30 * 60_000
/** Agents that share an account come back this far apart: what the first one is answered is known by then. */
const STAGGER_MS = 20_000
/** A limit that is met again with no answer between is waited out at least so long, doubled each further time. */
const AGAIN_MS = 5 * 60_000
const AGAIN_AT_MOST_MS = 2 * 3_600_000
/** A CLI that goes on by itself does so 75 s after the reset (Claude Code 2.1.329); by then it would have. */
const STAND_BACK_MS = 10 * 60_000
/** An end that is later by less is the same one. */
const SAME_END_MS = 60_000

/** Has the provider stopped this account, and until when? Park all who share it; resume each once. */
export const limit: Rule = {
  name: 'limit',
  decide(situation) {
    const proposals: Proposal[] = []
    for (const agent of situation.team.agents) {
      const member = recall(situation.memory, agent.name)
      // Several who share an account may meet its limit at once: the first one parks them all.
      if (isParkedIn(proposals, agent)) continue
      const parks = member.run === 'running' ? parkWhenLimited(situation, agent, member) : []
      proposals.push(...parks, ...(parks.length === 0 && member.parked ? over(situation, agent, member) : []))
    }
    return proposals
  },
}

function parkWhenLimited(situation: Situation, agent: Agent, member: Readonly<Member>): Proposal[] {
  const pane = situation.seen.sessions[agent.name]
  if (pane?.kind !== 'here' || pane.dead || member.held === 'paused') return []
  const seen = limitSeen(member, pane, situation.nowMs)
  if (!seen || isWaitedOut(member, seen)) return []
  const untilMs = endOf(situation, member, seen)
  const sharers = situation.team.agents.filter((one) => one === agent || shares(one, agent))
  const parks = sharers.flatMap((one, index) => park(situation, one, untilMs + index * STAGGER_MS, seen))
  if (parks.length === 0 || member.parked) return parks
  const text = `${agent.name} hit a usage limit (${seen.line}); it is left alone until ${new Date(untilMs).toISOString()}`
  return [propose('limit', agent.name, { do: 'alarm', kind: 'limited', text }, seen.because), ...parks]
}

/** A park answers to what was met before it; only a limit that was met again is another one. */
function isWaitedOut({ parked }: Readonly<Member>, { atMs }: LimitBelieved): boolean {
  return parked !== null && atMs <= parked.sinceMs
}

function endOf(
  { nowMs }: Situation,
  { setbacks }: Readonly<Member>,
  { resetMs, atMs }: LimitBelieved,
): number {
  const endMs = resetMs === null ? atMs + NO_TIME_PARK_MS : resetMs + RESET_MARGIN_MS
  if (setbacks < 2) return endMs
  return Math.max(endMs, nowMs + Math.min(AGAIN_AT_MOST_MS, AGAIN_MS * 2 ** Math.min(setbacks - 2, 30)))
}

function isParkedIn(proposals: readonly Proposal[], { name }: Agent): boolean {
  return proposals.some(({ target, action }) => target === name && action.do === 'park')
}

function shares(a: Agent, b: Agent): boolean {
  return a.backend.account !== null && a.backend.account === b.backend.account
}

function park(
  { memory }: Situation,
  agent: Agent,
  untilMs: number,
  { line, because }: LimitBelieved,
): Proposal[] {
  const { parked } = recall(memory, agent.name)
  if (parked && untilMs < parked.untilMs + SAME_END_MS) return []
  const why = agent.backend.account ? `${line} (account ${agent.backend.account})` : line
  return [propose('limit', agent.name, { do: 'park', untilMs, why, line }, because)]
}

/** The limit is over, or its time has come: then the agent is told to go on, once; one that works goes on by itself. */
function over(situation: Situation, agent: Agent, member: Readonly<Member>): Proposal[] {
  const { team, memory, seen, nowMs } = situation
  const { parked } = member
  if (!parked) return []
  if (member.wentOnMs > parked.sinceMs)
    return [
      unpark(agent, [{ saw: 'the model answered it since it was parked', ageMs: nowMs - member.wentOnMs }]),
    ]
  if (nowMs < parked.untilMs) return []
  const because = [{ saw: `parked: ${parked.why}; the time has come`, ageMs: nowMs - parked.untilMs }]
  const pane = seen.sessions[agent.name]
  const here = pane?.kind === 'here' ? pane : null
  const works = here !== null && isAtWork(here.state)
  const hasWork = agent.kind !== 'loop' || takesPart(team, memory, agent)
  if (member.run !== 'running' || works || !hasWork) return [unpark(agent, because)]
  const text = 'The usage limit is over. Go on with what you were doing.'
  const key = `resume:${agent.name}:${parked.untilMs}`
  const message = draft(team, memory, agent, { key, kind: 'resume', text })
  const tell = propose('limit', agent.name, { do: 'queue', draft: message }, because)
  const own = goesOnByItself(situation, parked.untilMs, here)
  return own ? [withhold(tell, own)] : [unpark(agent, because), tell]
}

/** Claude Code waits out most limits itself: a text before its own would be a second turn. null: it does not. */
function goesOnByItself({ nowMs }: Situation, untilMs: number, pane: PaneSeen | null): string | null {
  const row = pane?.screen.resumes
  return row && nowMs < untilMs + STAND_BACK_MS ? `it goes on by itself: ${row}` : null
}

function unpark({ name }: Agent, because: readonly Evidence[]): Proposal {
  return propose('limit', name, { do: 'unpark' }, because)
}
