import { readPriceTable } from '../daemon/price-table.ts'
import { costOf, priceOf } from '../model/price.ts'
import type { Output } from './output.ts'
import type { PriceRow } from './tokens-sum.ts'

/** How a row is priced: by the table of the package, and by the user's file before it. A wrong file is told. */
export function loadPrices(output: Output, priceFile: string | null): PriceRow {
  const { table, problems } = readPriceTable(priceFile)
  const [first] = problems
  if (first) output.problem(`${first.file}, line ${first.line}: ${first.found}; its prices are left out`)
  return ({ model, tokens, promptUpTo }) => {
    const price = priceOf(table, model)
    return price && costOf(tokens, promptUpTo, price)
  }
}
