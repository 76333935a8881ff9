import type { Evidence } from '../model/decision.ts'
import { recall } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { Agent } from '../model/team.ts'
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
    return situation.team.agents.flatMap((agent) => {
      const member = recall(situation.memory, agent.name)
      if (member.run !== 'running') return member.parked ? over(situation, agent, member, false) : []
      return member.parked ? over(situation, agent, member, true) : parkWhenLimited(situation, agent)
    })
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
function over(
  { team, memory, seen, nowMs }: Situation,
  agent: Agent,
  member: Readonly<Member>,
  runs: boolean,
): Proposal[] {
  if (!member.parked || nowMs < member.parked.untilMs) return []
  const because = [
    { saw: `parked: ${member.parked.why}; the time has come`, ageMs: nowMs - member.parked.untilMs },
  ]
  const unpark = propose('limit', agent.name, { do: 'unpark' }, because)
  const pane = seen.sessions[agent.name]
  const works = pane?.kind === 'here' && pane.screen.state === 'working'
  if (!runs || works) return [unpark]
  const text = 'The usage limit is over. Go on with what you were doing.'
  const message = draft(team, memory, agent, {
    key: `resume:${agent.name}:${member.parked.untilMs}`,
    kind: 'resume',
    text,
  })
  return [unpark, propose('limit', agent.name, { do: 'queue', draft: message }, because)]
}
