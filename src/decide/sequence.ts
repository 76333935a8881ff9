import { propose, type Rule } from './rule.ts'

/** A file that could not be written (a full disk) is tried again after this long. */
const AGAIN_MS = 60_000

/** Is every phase done, and does nobody know yet? Write SEQUENCE-COMPLETE, after the last tokens are recorded. */
export const sequence: Rule = {
  name: 'sequence',
  decide({ memory: { phase, open }, seen, nowMs }) {
    const isUnderWay = Object.values(open).some((one) => one.do === 'announce' || one.do === 'reopen')
    if (!phase.complete || phase.announced || isUnderWay || seen.isReadingBehind) return []
    if (phase.announceFailedMs !== null && nowMs - phase.announceFailedMs < AGAIN_MS) return []
    return [
      propose('sequence', 'team', { do: 'announce' }, [{ saw: 'every phase is marked done, as pushed' }]),
    ]
  },
}
