import type { LedgerHand } from '../act/hands.ts'
import { billingOf } from '../backends/billing.ts'
import type { Team } from '../model/team.ts'
import { composeRecord } from '../model/token-record.ts'
import type { Ledger } from '../store/ledger.ts'
import { readPriceTable } from './price-table.ts'

/** The ledger as deeds use it: a record is composed from the sums of its windows, at the prices of that moment. */
export function ledgerHand(ledger: Ledger): LedgerHand {
  return {
    record: (drafts, windows, team) => {
      const { table: prices } = readPriceTable(team.watchdog.priceFile)
      const billing = (agent: string) => billingIn(team, agent)
      ledger.record(drafts, windows, (draft, number, rows) =>
        composeRecord({ ...draft, number, rows, prices, billingOf: billing }),
      )
    },
    unwritten: () => ledger.unwritten(),
    written: (number) => ledger.written(number),
  }
}
