import type { Decision, Withheld } from '../model/decision.ts'
import type { Proposal, Rule, Situation } from './rule.ts'

/** What is to be done now, and what is not and why. */
export interface Ruling {
  readonly decisions: readonly Decision[]
  readonly withheld: readonly Withheld[]
}

/** Runs the rules in their order and settles conflicts: the first to start or end a program wins. Pure. */
export function decide(rules: readonly Rule[], situation: Situation): Ruling {
  const decisions: Decision[] = []
  const withheld: Withheld[] = []
  const claimed = new Map<string, string>()
  for (const proposal of rules.flatMap((rule) => rule.decide(situation))) {
    const winner = startsOrEnds(proposal) ? claimed.get(proposal.target) : undefined
    if ('by' in proposal) withheld.push(proposal)
    else if (winner) withheld.push({ ...proposal, by: `rule ${winner} came first` })
    else {
      if (startsOrEnds(proposal)) claimed.set(proposal.target, proposal.rule)
      decisions.push(proposal)
    }
  }
  return { decisions, withheld }
}

function startsOrEnds({ action }: Proposal): boolean {
  return action.do === 'start' || action.do === 'end'
}
