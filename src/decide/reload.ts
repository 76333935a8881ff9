import { recall } from '../model/lookup.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'

/** Was agents.toml changed? Only what changed is started again; what was removed is ended. */
export const reload: Rule = {
  name: 'reload',
  decide(situation) {
    return [...alarmWhenWrong(situation), ...applyAll(situation)]
  },
}

/** A wrong file stops nothing: the last good one stays in force, and a person is told once. */
function alarmWhenWrong({ memory }: Situation): Proposal[] {
  const problems = memory.configProblems
  if (problems.length === 0 || memory.alarms['config-invalid team']) return []
  const text = `agents.toml is wrong; the last good one stays in force. ${problems.join(' | ')}`
  const because = problems.map((saw) => ({ saw }))
  return [propose('reload', 'team', { do: 'alarm', kind: 'config-invalid', text }, because)]
}

function applyAll(situation: Situation): Proposal[] {
  return situation.memory.changes.flatMap(({ seq, changes }) => [
    ...changes.flatMap((change) => applyOne(situation, change)),
    propose('reload', 'team', { do: 'applied', change: seq }, [
      { saw: `${changes.length} changes in agents.toml` },
    ]),
  ])
}

type Change = Situation['memory']['changes'][number]['changes'][number]

function applyOne({ memory }: Situation, change: Change): Proposal[] {
  const member = recall(memory, change.target)
  const runs = member.run === 'running' || member.run === 'starting'
  const because = [{ saw: change.text }]
  if (change.change === 'removed' && runs) {
    return [
      dropAll(change.target, because),
      propose('reload', change.target, { do: 'end', reason: 'removed', thenStart: false }, because),
    ]
  }
  if (change.change !== 'changed' || !change.restart) return []
  // A changed program is a new chance: old deaths say nothing about it.
  const release = propose('reload', change.target, { do: 'release' }, because)
  if (!runs) return member.breaker === 'open' ? [release] : []
  return [propose('reload', change.target, { do: 'end', reason: 'changed', thenStart: true }, because)]
}

/** Nobody is left to read them. */
function dropAll(target: string, because: Proposal['because']): Proposal {
  const kinds = ['kickoff', 'ping', 'nudge', 'wake', 'resume', 'operator'] as const
  return propose(
    'reload',
    target,
    { do: 'drop', kinds, why: 'the agent was removed from agents.toml' },
    because,
  )
}
