import { programs, recall } from '../model/lookup.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'

/** A program that outlives its session for longer will not end by itself. */
const STRAYS_MS = 60_000

/** Has a program lost its session and lives on? Two probes disagree, so nothing is killed: a person is told once. */
export const stray: Rule = {
  name: 'stray',
  decide(situation) {
    return programs(situation.team).flatMap(({ name }) => tellPerson(situation, name))
  },
}

function tellPerson({ seen, memory, nowMs }: Situation, name: string): Proposal[] {
  const { run, pane, verdict, verdictSinceMs } = recall(memory, name)
  const session = seen.sessions[name]
  const isStray = run === 'running' && session?.kind === 'missing' && session.recordedAlive
  const ageMs = nowMs - verdictSinceMs
  const told = memory.alarms[`needs-human ${name}`] !== undefined
  if (!isStray || told || verdict.name !== 'unknown' || ageMs < STRAYS_MS) return []
  const text = `${name} has lost its tmux session, and its program (pid ${pane?.pid}) lives on. To end it and start anew: agents restart ${name}`
  const because = [{ saw: `no session; pid ${pane?.pid} is alive`, ageMs }]
  return [propose('stray', name, { do: 'alarm', kind: 'needs-human', text }, because)]
}
