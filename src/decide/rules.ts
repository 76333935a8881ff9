import { deliver } from './deliver.ts'
import { dialog } from './dialog.ts'
import { handoff } from './handoff.ts'
import { heal } from './heal.ts'
import { kickoff } from './kickoff.ts'
import { limit } from './limit.ts'
import { operator } from './operator.ts'
import { phase } from './phase.ts'
import { reload } from './reload.ts'
import type { Rule } from './rule.ts'
import { sequence } from './sequence.ts'
import { setback } from './setback.ts'
import { stall } from './stall.ts'
import { stray } from './stray.ts'
import { tokens } from './tokens.ts'
import { wake } from './wake.ts'

/**
 * Every rule, in order: a person's word first, then what forbids acting, then what acts. The second stage sees what
 * the first one recorded: a text which a rule queues is typed, and the tokens of a phase that ends are written, in the same
 * tick. The third one sees that records are being written: SEQUENCE-COMPLETE comes after the last of them.
 */
export const STAGES: readonly (readonly Rule[])[] = [
  [operator, reload, limit, dialog, setback, stray, phase, heal, kickoff, wake, handoff, stall],
  [tokens, deliver],
  [sequence],
]
