import type { Decision, Evidence } from '../model/decision.ts'
import { phaseOf, recall, statePath } from '../model/lookup.ts'
import type { Agent } from '../model/team.ts'
import { formatDuration } from '../model/time.ts'
import { gatesOfPhase, isBuilt, reviewersOf } from './progress.ts'
import { silence } from './quiet.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'
import { draft } from './text.ts'
import { judge } from './verdict.ts'

/** After so many restarts for a stall in one phase a person is asked to look. */
const STALLS_BEFORE_ALARM = 3

/** Alive but silent, and the next move is its own? A DONE-nudge once for each phase that is built; then a fresh run. */
export const stall: Rule = {
  name: 'stall',
  decide(situation) {
    const stalled = situation.team.agents.filter(
      (agent) => judge(situation, agent.name).verdict.name === 'stalled',
    )
    const nudges = stalled.flatMap((agent) => nudge(situation, agent))
    const nudged = nudges.length > 0 || insideNudgeWindow(situation, stalled)
    return nudged ? nudges : stalled.flatMap((agent) => restart(situation, agent))
  },
}

/** The nudge goes to whoever may write the marker: a stalled builder, not a reviewer. */
function nudge(situation: Situation, agent: Agent): Proposal[] {
  const { team, memory } = situation
  const phase = phaseOf(team.loop, memory.phase.current)
  if (!team.loop?.doneNudge || !phase || memory.phase.nudged || agent.kind !== 'loop') return []
  if (reviewersOf(team).includes(agent) || !isBuilt(team, memory)) return []
  const labels = gatesOfPhase(memory).map((gate) => gate.label)
  const status = statePath(team.loop, phase.status)
  const text =
    `Every claim of phase ${phase.id} (${labels.join(', ')}) has a fresh PASS of every reviewer, but ${status} as pushed has no line ` +
    `"${team.loop.doneMarker}". If the phase is finished, add that line and push; if it is not, go on with what is left.`
  const because = [
    ...evidence(situation, agent),
    { saw: `all of ${labels.join(', ')} passed; no marker in ${status}` },
  ]
  const message = draft(team, memory, agent, {
    key: `done-nudge:${phase.id}:${agent.name}`,
    kind: 'nudge',
    text,
  })
  const proposals: Decision[] = [
    propose('stall', agent.name, { do: 'queue', draft: message }, because),
    propose('stall', 'team', { do: 'nudged', phase: phase.id }, because),
  ]
  return team.watchdog.heal === 'observe'
    ? proposals.map((one) => withhold(one, 'heal = "observe"'))
    : proposals
}

/** After the DONE-nudge the team has a whole idle window again before anybody is restarted. */
function insideNudgeWindow({ memory, nowMs }: Situation, stalled: readonly Agent[]): boolean {
  const { nudgedMs } = memory.phase
  return nudgedMs !== null && stalled.some((agent) => nowMs - nudgedMs < agent.stallIdleMs)
}

function restart(situation: Situation, agent: Agent): Proposal[] {
  const { memory, team } = situation
  const member = recall(memory, agent.name)
  const because = evidence(situation, agent)
  const end = propose('stall', agent.name, { do: 'end', reason: 'stall', thenStart: true }, because)
  if (team.watchdog.heal === 'observe') return [withhold(end, 'heal = "observe"')]
  if (member.stalls + 1 < STALLS_BEFORE_ALARM || memory.alarms[`needs-human ${agent.name}`]) return [end]
  const text = `${agent.name} stalled ${member.stalls + 1} times in this phase; look at it: agents attach ${agent.name}`
  return [end, propose('stall', agent.name, { do: 'alarm', kind: 'needs-human', text }, because)]
}

function evidence(situation: Situation, agent: Agent): Evidence[] {
  const seen = situation.seen.sessions[agent.name]
  const limit = { saw: `stall_idle is ${formatDuration(agent.stallIdleMs)}` }
  return seen?.kind === 'here'
    ? [...silence(situation, recall(situation.memory, agent.name), seen), limit]
    : [limit]
}
