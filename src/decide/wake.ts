import type { Evidence } from '../model/decision.ts'
import { recall, takesPart } from '../model/lookup.ts'
import type { Agent } from '../model/team.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'
import { draft } from './text.ts'

/** Is a wake due? Type its prompt; a task is run again. A wake missed while nobody watched is given once. */
export const wake: Rule = {
  name: 'wake',
  decide(situation) {
    return situation.team.agents.flatMap((agent) => {
      const dueMs = situation.seen.wakesDue[agent.name]
      return dueMs === undefined || !agent.wake ? [] : wakeOne(situation, agent, dueMs)
    })
  },
}

function wakeOne(situation: Situation, agent: Agent, dueMs: number): Proposal[] {
  const { team, memory, nowMs } = situation
  const member = recall(memory, agent.name)
  if ((member.wokenMs ?? 0) >= dueMs || member.held === 'down') return []
  if (agent.kind === 'loop' && !takesPart(team, memory, agent)) return []
  const because = [{ saw: `a wake fell due (${schedule(agent)})`, ageMs: nowMs - dueMs }]
  const woken = propose('wake', agent.name, { do: 'woken', dueMs }, because)
  return agent.kind === 'task'
    ? [woken, runTask(situation, agent, because)]
    : [woken, ...typeWake(situation, agent, dueMs, because)]
}

function runTask({ memory }: Situation, agent: Agent, because: Evidence[]): Proposal {
  const member = recall(memory, agent.name)
  const run = propose(
    'wake',
    agent.name,
    { do: 'start', incarnation: member.incarnation + 1, reason: 'wake' },
    because,
  )
  return member.run === 'off' ? run : withhold(run, 'its last run is still going')
}

function typeWake({ team, memory }: Situation, agent: Agent, dueMs: number, because: Evidence[]): Proposal[] {
  const sources = agent.wake?.promptFile ? [agent.wake.promptFile] : []
  const text = draft(team, memory, agent, {
    key: `wake:${agent.name}:${dueMs}`,
    kind: 'wake',
    text: agent.wake?.prompt ?? '',
    sources,
  })
  const why = 'a newer wake came before it was typed'
  const old = Object.values(memory.messages).filter(
    (one) => one.agent === agent.name && one.kind === 'wake' && one.state === 'queued',
  )
  const dropped = old.map(({ id }) =>
    propose('wake', agent.name, { do: 'settle', message: id, state: 'failed', why }, because),
  )
  return [...dropped, propose('wake', agent.name, { do: 'queue', draft: text }, because)]
}

function schedule({ wake }: Agent): string {
  return wake?.cron
    ? `cron "${wake.cron}"${wake.tz ? ` ${wake.tz}` : ''}`
    : `every ${(wake?.everyMs ?? 0) / 1000} s`
}
