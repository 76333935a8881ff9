import type { Event } from '../model/event.ts'
import { type Memory, withheldKey } from '../model/memory.ts'
import { foldDecision } from './fold-decision.ts'
import { foldFact } from './fold-fact.ts'
import { foldOutcome } from './fold-outcome.ts'

/** Adds one event to memory, in place. The only writer of memory: the same events always give the same memory. */
export function fold(memory: Memory, event: Event): void {
  memory.seq = event.seq
  if (event.type === 'fact') foldFact(memory, event.fact, event)
  else if (event.type === 'decided') foldDecision(memory, event.decision, event)
  else if (event.type === 'done') foldOutcome(memory, event.of, event.outcome, event)
  else memory.withheld[withheldKey(event.decision.rule, event.decision.target)] = event.by
}
