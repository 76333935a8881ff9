import type { Evidence } from '../model/decision.ts'
import { phaseOf, recall, statePath, takesPart } from '../model/lookup.ts'
import { isSettled } from '../model/message.ts'
import type { Agent, Loop, Phase } from '../model/team.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'

/** Is the phase done, as pushed? Advance, or end the sequence; and give each loop agent a fresh run for its phase. */
export const phase: Rule = {
  name: 'phase',
  decide(situation) {
    const { loop } = situation.team
    if (!loop) return []
    if (!situation.memory.repository) return alarmWhenUnread(situation, loop)
    return [...advance(situation, loop), ...freshRuns(situation)]
  },
}

/** Without a first look at the repository nobody knows the phase, and no loop agent is started. */
function alarmWhenUnread({ memory }: Situation, loop: Loop): Proposal[] {
  if (memory.repositoryTrouble === '' || memory.alarms['needs-human team']) return []
  const text = `loop.repo (${loop.repo}) cannot be read, so no loop agent is started: ${memory.repositoryTrouble}`
  return [
    propose('phase', 'team', { do: 'alarm', kind: 'needs-human', text }, [{ saw: memory.repositoryTrouble }]),
  ]
}

function advance(situation: Situation, loop: Loop): Proposal[] {
  const { memory } = situation
  const current = phaseOf(loop, memory.phase.current)
  if (memory.phase.complete) return reopen(situation, loop)
  if (!current) return begin(situation, loop)
  const blob = memory.repository?.statusBlobs[statePath(loop, current.status)] ?? null
  if (!memory.done[current.id] || blob === memory.phase.ignoreBlob) return []
  const because = [
    { saw: `${current.status} as pushed holds "${loop.doneMarker}"`, ageMs: ageOfPush(situation) },
  ]
  const next = loop.phases[loop.phases.indexOf(current) + 1]
  return next ? enter(next, current, because) : complete(current, because)
}

/** The phase is not begun, or was taken out of the file: the first one that is not done. */
function begin({ memory }: Situation, loop: Loop): Proposal[] {
  const first = loop.phases.find((one) => !memory.done[one.id])
  const gone = memory.phase.current
  if (!first) return complete(null, [{ saw: 'every phase is marked done, as pushed' }])
  const because = [
    {
      saw: gone
        ? `phase ${gone} is no longer in agents.toml`
        : `${first.id} is the first phase not marked done`,
    },
  ]
  return enter(first, null, because)
}

/** A phase was appended after the end: the sequence goes on with it. */
function reopen({ memory }: Situation, loop: Loop): Proposal[] {
  const last = loop.phases.findIndex((one) => one.id === memory.phase.current)
  const next = loop.phases.slice(last + 1).find((one) => !memory.done[one.id])
  if (!next) return []
  return [
    propose('phase', 'team', { do: 'reopen', phase: next.id, ignoreBlob: null }, [
      { saw: `phase ${next.id} was appended` },
    ]),
  ]
}

function enter(next: Phase, from: Phase | null, because: Evidence[]): Proposal[] {
  const action = { do: 'begin-phase', phase: next.id, from: from?.id ?? null, ignoreBlob: null } as const
  const text = from ? `Phase ${from.id} is done; ${next.id} begins.` : `Phase ${next.id} begins.`
  return [
    propose('phase', 'team', action, because),
    propose('phase', 'team', { do: 'alarm', kind: 'phase', text }, because),
  ]
}

function complete(last: Phase | null, because: Evidence[]): Proposal[] {
  const text = last ? `Phase ${last.id} is done; it was the last one.` : 'Every phase is done.'
  return [
    propose('phase', 'team', { do: 'complete' }, because),
    propose('phase', 'team', { do: 'alarm', kind: 'complete', text }, because),
  ]
}

/** A loop agent whose run began in another phase is ended and kicked off afresh, with a clean context. */
function freshRuns(situation: Situation): Proposal[] {
  const { team, memory } = situation
  const stale = team.agents.filter((agent) => {
    const member = recall(memory, agent.name)
    return takesPart(team, memory, agent) && member.run === 'running' && member.phase !== memory.phase.current
  })
  return stale.flatMap((agent) => freshRun(situation, agent))
}

function freshRun({ memory }: Situation, agent: Agent): Proposal[] {
  const because = [{ saw: `its run began in phase ${recall(memory, agent.name).phase ?? 'none'}` }]
  const kinds = ['kickoff', 'ping', 'nudge', 'resume'] as const
  const unsent = Object.values(memory.messages).some(
    (one) => one.agent === agent.name && !isSettled(one) && kinds.some((kind) => kind === one.kind),
  )
  const drop = propose(
    'phase',
    agent.name,
    { do: 'drop', kinds, why: 'the phase it was about is over' },
    because,
  )
  const end = propose('phase', agent.name, { do: 'end', reason: 'phase', thenStart: true }, because)
  // A person works there.
  if (recall(memory, agent.name).held === 'paused') return [withhold(end, 'paused by a person')]
  return unsent ? [drop, end] : [end]
}

function ageOfPush({ memory, nowMs }: Situation): number {
  return nowMs - (memory.pushes.at(-1)?.atMs ?? nowMs)
}
