import type { LedgerHand } from '../act/hands.ts'
import type { Ledger } from '../store/ledger.ts'

/** The ledger as deeds use it: a record is composed from the sums of its windows. */
export function ledgerHand(ledger: Ledger): LedgerHand {
  return {
    record: (drafts, windows) => ledger.record(drafts, windows, (draft, record) => ({ record, ...draft })),
    unwritten: () => ledger.unwritten(),
    written: (number) => ledger.written(number),
  }
}
