import { recall, takesPart } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { Agent } from '../model/team.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'
import { draft, kickoffSources } from './text.ts'

/** Has an agent's run been told what to do? Each run gets its kickoff once. */
export const kickoff: Rule = {
  name: 'kickoff',
  decide(situation) {
    return situation.team.agents.flatMap((agent) => kickOff(situation, agent))
  },
}

function kickOff({ team, memory }: Situation, agent: Agent): Proposal[] {
  const member = recall(memory, agent.name)
  if (member.run !== 'running' || (agent.kind === 'loop' && !takesPart(team, memory, agent))) return []
  const inPhase = agent.kind === 'loop' ? `:${memory.phase.current}` : ''
  if (inPhase && member.phase !== memory.phase.current) return []
  const key = `kickoff:${agent.name}:${member.incarnation}${inPhase}`
  // A task that was woken runs for the sake of its wake's text.
  const wake = agent.kind === 'task' && member.wokenMs !== null ? agent.wake : null
  const sources = [...kickoffSources(team, memory, agent), ...(wake?.promptFile ? [wake.promptFile] : [])]
  const words = wake?.prompt ?? ''
  if (member.kickedOff === key) return alarmWhenFailed(memory, agent, key)
  if (sources.length === 0 && words === '') return []
  const because = [
    {
      saw: `run ${member.incarnation} has had no kickoff${inPhase ? ` for phase ${memory.phase.current}` : ''}`,
    },
  ]
  const text = draft(team, memory, agent, { key, kind: 'kickoff', text: words, sources })
  return [propose('kickoff', agent.name, { do: 'queue', draft: text }, because)]
}

/** Without its kickoff a run does nothing, and nothing else would say so. */
function alarmWhenFailed(memory: Memory, { name }: Agent, key: string): Proposal[] {
  const told = memory.alarms[`needs-human ${name}`] !== undefined
  const failed = Object.values(memory.messages).find(
    (message) => message.key === key && message.state === 'failed',
  )
  if (!failed || told) return []
  const text = `${name} did not get its kickoff: ${failed.why}. Mend it, then run: agents restart ${name}`
  return [propose('kickoff', name, { do: 'alarm', kind: 'needs-human', text }, [{ saw: failed.why }])]
}
