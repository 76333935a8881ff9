import { readPrices } from '../config/price-file.ts'
import type { Problem } from '../config/problem.ts'
import type { PriceTable } from '../model/price.ts'
import { readText } from '../system/files.ts'
import { packageFile } from '../system/package-files.ts'

/** Prices in force, and what is wrong with the user's file: then its prices are left out. */
export interface PricesInForce {
  readonly table: PriceTable
  readonly problems: readonly Problem[]
}

/**
 * Reads the prices of the package and, over them, those of the user's file (`watchdog.prices`). It takes some ms: not for each tick.
 * A user's file that was removed or broken since agents.toml was read is a problem, never an error.
 */
export function readPriceTable(priceFile: string | null): PricesInForce {
  const shipped = pricesIn(packageFile('docs/prices.toml'))
  if (!shipped.ok) throw new Error(`this package is damaged: ${JSON.stringify(shipped.problems[0])}`)
  if (priceFile === null) return { table: [shipped.prices], problems: [] }
  const own = pricesIn(priceFile)
  return own.ok
    ? { table: [own.prices, shipped.prices], problems: [] }
    : { table: [shipped.prices], problems: own.problems }
}

function pricesIn(file: string): ReturnType<typeof readPrices> {
  try {
    const text = readText(file)
    return text === null ? unreadable(file, 'nothing there') : readPrices(text, file)
  } catch (error) {
    return unreadable(file, error instanceof Error ? error.message : String(error))
  }
}

function unreadable(file: string, found: string): ReturnType<typeof readPrices> {
  const mend = 'bring it back, or mend watchdog.prices'
  return {
    ok: false,
    problems: [{ file, line: 1, column: 1, key: '', found, expected: 'a file of prices', mend }],
  }
}
