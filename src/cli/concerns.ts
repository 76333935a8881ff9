import type { Event } from '../model/event.ts'
import { targetOf } from '../store/record.ts'

/** Whether an event is about a member: its own, or one of all in which it has a part. */
export function concerns(event: Event, name: string): boolean {
  if (targetOf(event) === name) return true
  if (event.type === 'decided' || event.type === 'withheld') {
    const { action } = event.decision
    return action.do === 'queue' && action.draft.agent === name
  }
  if (event.type !== 'fact') return false
  const { fact } = event
  if (fact.what === 'mass-death') return fact.members.includes(name)
  if (fact.what === 'request') return 'agents' in fact.request && fact.request.agents.includes(name)
  return fact.what === 'config-loaded' && fact.changes.some((change) => change.target === name)
}
