import type { Action } from './decision.ts'
import type { Event, Fact } from './event.ts'
import type { VerdictName } from './verdict.ts'

/** Facts that change what a person would do or expect; sessions and requests are told by what follows from them. */
const FACTS = new Set<Fact['what']>([
  ...([
    'watchdog-started',
    'watchdog-stopped',
    'config-invalid',
    'config-valid-again',
    'clock-jumped',
  ] as const),
  ...(['adopted', 'ended', 'mass-death', 'repository-unknown', 'troubles'] as const),
])

const VERDICTS = new Set<VerdictName>(['stalled', 'limited', 'unknown'])

const ACTIONS = new Set<Action['do']>([
  ...(['start', 'end', 'queue', 'begin-phase', 'complete', 'reopen', 'park', 'unpark', 'hold'] as const),
  ...(['release', 'open-breaker', 'drop', 'submit-again', 'answer', 'press'] as const),
])

/** Whether an event belongs into the short account of what happened: `agents events --brief`. */
export function isNoteworthy(event: Event): boolean {
  switch (event.type) {
    case 'fact':
      return isNoteworthyFact(event.fact)
    case 'decided':
      return isNoteworthyAction(event.decision.action)
    case 'done':
      return !event.outcome.ok || event.outcome.reached === 'accepted'
    default:
      return false
  }
}

/** A text that is proven to be told, as one that a pane showed at once is told by its outcome. */
function isNoteworthyAction(action: Action): boolean {
  return ACTIONS.has(action.do) || (action.do === 'settle' && action.state === 'accepted')
}

function isNoteworthyFact(fact: Fact): boolean {
  if (fact.what === 'push') return fact.seen.commits.length > 0
  if (fact.what === 'verdict') return VERDICTS.has(fact.verdict.name)
  if (fact.what === 'config-loaded') return fact.changes.length > 0
  return FACTS.has(fact.what)
}
