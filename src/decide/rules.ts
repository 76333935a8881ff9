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
import { stall } from './stall.ts'
import { stray } from './stray.ts'
import { wake } from './wake.ts'

/**
 * Every rule, in order: a person's word first, then what forbids acting, then what acts. The second stage sees what
 * the first one recorded, so that a text which a rule queues is typed in the same tick.
 */
export const STAGES: readonly (readonly Rule[])[] = [
  [operator, reload, limit, dialog, stray, phase, heal, kickoff, wake, handoff, stall],
  [deliver],
]
