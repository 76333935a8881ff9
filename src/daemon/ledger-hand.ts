import type { LedgerHand } from '../act/hands.ts'
import { billingOf } from '../backends/billing.ts'
import { composeRecord } from '../model/token-record.ts'
import type { Ledger } from '../store/ledger.ts'
import type { Clock } from '../system/clock.ts'
import { readPriceTable } from './price-table.ts'

/** The ledger as deeds use it, while `isSaved` says that the events are on disk: a record is composed from the sums of its windows, at the prices of that moment. */
export function ledgerHand(ledger: Ledger, clock: Clock, isSaved: () => boolean): LedgerHand {
  return {
    record: (drafts, windows, team) => {
      // After a crash the windows would have other numbers than those that are closed.
      if (!isSaved()) throw new Error('the events with these gates are not saved yet')
      const { table: prices } = readPriceTable(team.watchdog.priceFile)
      const billingOfName = (name: string) => {
        const agent = team.agents.find((one) => one.name === name)
        // It was taken out of the file meanwhile, and with it how it was paid.
        return agent ? billingOf(agent) : 'subscription'
      }
      ledger.record(drafts, windows, (draft, number, rows) =>
        composeRecord({ ...draft, number, rows, prices, billingOf: billingOfName }),
      )
      ledger.prune(clock.now().wallMs)
    },
    unwritten: () => ledger.unwritten(),
    written: (number) => ledger.written(number),
  }
}
