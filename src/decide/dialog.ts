import { recall } from '../model/lookup.ts'
import { asks } from '../model/testimony.ts'
import { type Proposal, propose, type Rule, type Situation } from './rule.ts'

/** A dialog that stands this long is not going away by itself. */
const DIALOG_STANDS_MS = 60_000

/** Is a dialog open that nobody answers? A person is told once; nothing is ever typed into it. */
export const dialog: Rule = {
  name: 'dialog',
  decide(situation) {
    return situation.team.agents.flatMap((agent) => tellPerson(situation, agent.name))
  },
}

function tellPerson({ seen, memory, nowMs }: Situation, name: string): Proposal[] {
  const member = recall(memory, name)
  const pane = seen.sessions[name]
  if (pane?.kind !== 'here' || pane.dead || !asks(pane.state)) return []
  const sinceMs = nowMs - member.verdictSinceMs
  const told = memory.alarms[`needs-human ${name}`] !== undefined
  if (member.verdict.name !== 'waiting' || sinceMs < DIALOG_STANDS_MS || told) return []
  const { says, detail, teller } = pane.state
  const what = says === 'permission' ? 'permission' : 'a dialog'
  const text = `${name} waits on ${what} (${detail || pane.screen.detail}); answer it: agents attach ${name}`
  const because = [{ saw: `${what}, told by ${teller}: ${detail}`, ageMs: sinceMs }]
  return [propose('dialog', name, { do: 'alarm', kind: 'needs-human', text }, because)]
}
