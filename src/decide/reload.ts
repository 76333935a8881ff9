import { programOf, recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { counted } from '../model/time.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'

/** Was agents.toml changed? Only what changed is started again; what is no longer in it is ended. */
export const reload: Rule = {
  name: 'reload',
  decide(situation) {
    return [...alarmWhenWrong(situation), ...removed(situation), ...applyAll(situation)]
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

/** Whoever runs and is not in the file, also when it was taken out while nobody watched. */
function removed({ team, memory }: Situation): Proposal[] {
  const orphans = Object.values(memory.members).filter(
    ({ name, run, ending }) => run === 'running' && ending === null && programOf(team, name) === null,
  )
  return orphans.flatMap(({ name }) => {
    const because = [{ saw: `${name} is not in agents.toml` }]
    const end = { do: 'end', reason: 'removed', thenStart: false } as const
    return [dropAll(name, because), propose('reload', name, end, because)]
  })
}

function applyAll(situation: Situation): Proposal[] {
  const ready = situation.memory.changes.filter(
    ({ changes }) => !changes.some((one) => isEarly(situation, one)),
  )
  return ready.flatMap(({ seq, changes }) => [
    ...changes.flatMap((change) => applyOne(situation, change)),
    propose('reload', 'team', { do: 'applied', change: seq }, [
      { saw: `${counted(changes.length, 'change')} in agents.toml` },
    ]),
  ])
}

type Change = Memory['changes'][number]['changes'][number]

/** A run that is still being made knows only the old settings: the change waits for it. */
function isEarly({ memory }: Situation, { restart, target }: Change): boolean {
  return restart && recall(memory, target).run === 'starting'
}

function applyOne({ memory }: Situation, change: Change): Proposal[] {
  if (change.change !== 'changed' || !change.restart) return []
  const member = recall(memory, change.target)
  const because = [{ saw: change.text }]
  if (member.run === 'running')
    return [propose('reload', change.target, { do: 'end', reason: 'changed', thenStart: true }, because)]
  // A changed program is a new chance: old deaths say nothing about it.
  return member.breaker === 'open' ? [propose('reload', change.target, { do: 'release' }, because)] : []
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
