import { isDeepStrictEqual } from 'node:util'
import { decide, type Ruling } from '../../src/decide/decide.ts'
import type { Rule, Situation } from '../../src/decide/rule.ts'
import type { Action, Decision } from '../../src/model/decision.ts'

/** Rules what is to be done, twice and on a frozen situation: a rule that is not pure fails every test that uses it. */
export function rule(rules: Rule | readonly Rule[], situation: Situation): Ruling {
  const list = Array.isArray(rules) ? rules : [rules as Rule]
  deepFreeze(situation)
  const ruling = decide(list, situation)
  if (!isDeepStrictEqual(ruling, decide(list, situation))) throw new Error('two answers to one situation')
  return ruling
}

/** What is to be done, each as `target: deed`, in order; alarms and drops by their kind. */
export function deeds(ruling: Ruling): string[] {
  return ruling.decisions.map(({ target, action }) => `${target}: ${word(action)}`)
}

/** What is withheld, each as `target: deed: by`. */
export function withheld(ruling: Ruling): string[] {
  return ruling.withheld.map(({ target, action, by }) => `${target}: ${word(action)}: ${by}`)
}

/** The first decision that does `what`; fails when there is none. */
export function find<D extends Action['do']>(
  ruling: { decisions: readonly Decision[] },
  what: D,
  target?: string,
): Extract<Action, { do: D }> {
  const found = ruling.decisions.find(
    (one) => one.action.do === what && (target === undefined || one.target === target),
  )
  if (!found)
    throw new Error(`nothing does "${what}" among: ${deeds({ ...ruling, withheld: [] }).join('; ')}`)
  return found.action as Extract<Action, { do: D }>
}

/** The lines queued, by agent. */
export function linesQueued(ruling: Ruling): Record<string, string> {
  return Object.fromEntries(
    ruling.decisions.flatMap(({ action }) =>
      action.do === 'queue' ? [[action.draft.agent, action.draft.line]] : [],
    ),
  )
}

/** Freezes plain data through and through. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const one of Object.values(value)) deepFreeze(one)
  return value
}

function word(action: Action): string {
  if (action.do === 'start' || action.do === 'end') return `${action.do} (${action.reason})`
  if (action.do === 'queue') return `queue ${action.draft.kind}`
  if (action.do === 'alarm') return `alarm ${action.kind}`
  if (action.do === 'settle') return `settle ${action.state}`
  if (action.do === 'press') return `press ${action.key}`
  if (action.do === 'hold') return `hold ${action.as}`
  if (action.do === 'begin-phase' || action.do === 'reopen') return `${action.do} ${action.phase}`
  if (action.do === 'record-tokens') return `record ${action.records.map((one) => one.phaseId).join(' ')}`
  return action.do
}
