import type { Evidence } from '../model/decision.ts'
import { recall, takesPart } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { Agent } from '../model/team.ts'
import { works as isAtWork } from '../model/testimony.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'
import { draft } from './text.ts'
import { judge } from './verdict.ts'

/** Providers lift a limit up to a minute after the time that they print. */
const RESET_MARGIN_MS = 60_000
/** How long to wait when the banner names no time. */
const NO_TIME_PARK_MS = 30 * 60_000
/** Agents that share an account come back this far apart. */
const STAGGER_MS = 5_000

/** Has the provider stopped this account, and until when? Park all who share it; resume each once. */
export const limit: Rule = {
  name: 'limit',
  decide(situation) {
    const proposals: Proposal[] = []
    for (const agent of situation.team.agents) {
      const member = recall(situation.memory, agent.name)
      if (member.parked) proposals.push(...over(situation, agent, member))
      // Several who share an account may show its banner at once: the first one parks them all.
      else if (member.run === 'running' && !isParkedIn(proposals, agent))
        proposals.push(...parkWhenLimited(situation, agent))
    }
    return proposals
  },
}

function parkWhenLimited(situation: Situation, agent: Agent): Proposal[] {
  const { verdict, because } = judge(situation, agent.name)
  if (verdict.name !== 'limited') return []
  const untilMs =
    verdict.untilMs === null ? situation.nowMs + NO_TIME_PARK_MS : verdict.untilMs + RESET_MARGIN_MS
  const text = `${agent.name} hit a usage limit (${verdict.detail}); it is left alone until ${new Date(untilMs).toISOString()}`
  const alarm = propose('limit', agent.name, { do: 'alarm', kind: 'limited', text }, because)
  const sharers = situation.team.agents.filter((one) => one === agent || shares(one, agent))
  return [
    alarm,
    ...sharers.flatMap((one, index) =>
      park(situation, one, untilMs + index * STAGGER_MS, verdict.detail, because),
    ),
  ]
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
  line: string,
  because: readonly Evidence[],
): Proposal[] {
  if (recall(memory, agent.name).parked) return []
  const why = agent.backend.account ? `${line} (account ${agent.backend.account})` : line
  return [propose('limit', agent.name, { do: 'park', untilMs, why, line }, because)]
}

/** The time has come: the agent is told to go on, once; one that works already resumed by itself. */
function over({ team, memory, seen, nowMs }: Situation, agent: Agent, member: Readonly<Member>): Proposal[] {
  if (!member.parked || nowMs < member.parked.untilMs) return []
  const because = [
    { saw: `parked: ${member.parked.why}; the time has come`, ageMs: nowMs - member.parked.untilMs },
  ]
  const unpark = propose('limit', agent.name, { do: 'unpark' }, because)
  const pane = seen.sessions[agent.name]
  const works = pane?.kind === 'here' && isAtWork(pane.state)
  const hasWork = agent.kind !== 'loop' || takesPart(team, memory, agent)
  if (member.run !== 'running' || works || !hasWork) return [unpark]
  const text = 'The usage limit is over. Go on with what you were doing.'
  const message = draft(team, memory, agent, {
    key: `resume:${agent.name}:${member.parked.untilMs}`,
    kind: 'resume',
    text,
  })
  return [unpark, propose('limit', agent.name, { do: 'queue', draft: message }, because)]
}
