import type { Memory } from '../model/memory.ts'
import { propose, type Rule, withhold } from './rule.ts'

/** A file that could not be written (a full disk) is tried again after this long. */
const AGAIN_MS = 60_000

/** Is every phase done, and does nobody know yet? Write SEQUENCE-COMPLETE, after the last tokens are recorded. */
export const sequence: Rule = {
  name: 'sequence',
  decide({ memory, seen, nowMs }) {
    const { phase, open } = memory
    const isUnderWay = Object.values(open).some(({ do: deed }) => AWAITED.has(deed))
    if (!phase.complete || phase.announced || isUnderWay || seen.isReadingBehind) return []
    if (phase.announceFailedMs !== null && nowMs - phase.announceFailedMs < AGAIN_MS) return []
    const announce = propose('sequence', 'team', { do: 'announce' }, [
      { saw: 'every phase is marked done, as pushed' },
    ])
    return [owesRecords(memory) ? withhold(announce, 'the last tokens are not recorded yet') : announce]
  },
}

/** Deeds after which it is looked again. */
const AWAITED = new Set(['announce', 'reopen', 'record-tokens'])

/** Whoever waits for SEQUENCE-COMPLETE reads the token log next. */
function owesRecords({ stretches }: Memory): boolean {
  return stretches.some(({ windows }) => windows.some((one) => one.endedMs !== null && !one.recorded))
}
