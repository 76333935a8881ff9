import { likeness } from './likeness.ts'

/** What two recordings of a state differ in: `- ` rows of the older, `+ ` of the newer; empty: nothing but chance. */
export function driftOf(older: readonly string[], newer: readonly string[]): string[] {
  const [one, other] = [older.map(likeness), newer.map(likeness)]
  const common = commonRows(one, other)
  const rows: string[] = []
  let [left, right] = [0, 0]
  for (const [at, to] of [...common, [older.length, newer.length] as const]) {
    rows.push(...older.slice(left, at).map((row) => `- ${row}`))
    rows.push(...newer.slice(right, to).map((row) => `+ ${row}`))
    left = at + 1
    right = to + 1
  }
  return rows.filter((row) => row.slice(2).trim() !== '')
}

/** Pairs of places of a longest common run of rows, which need not be neighbours. */
function commonRows(one: readonly string[], other: readonly string[]): (readonly [number, number])[] {
  const lengths = runLengths(one, other)
  const length = (i: number, j: number) => lengths[i]?.[j] ?? 0
  const pairs: (readonly [number, number])[] = []
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    if (one[i] === other[j]) pairs.push([i++, j++])
    else if (length(i + 1, j) >= length(i, j + 1)) i++
    else j++
  }
  return pairs
}

/** `[i][j]`: how many rows the longest common run has from row i of the one and row j of the other on. */
function runLengths(one: readonly string[], other: readonly string[]): number[][] {
  const lengths = [Array<number>(other.length + 1).fill(0)]
  for (const row of one.toReversed()) lengths.unshift(runsFrom(row, other, lengths[0] ?? []))
  return lengths
}

/** The same for one row; `below`: for the row below it. */
function runsFrom(row: string, other: readonly string[], below: readonly number[]): number[] {
  const runs = [0]
  for (let j = other.length - 1; j >= 0; j--)
    runs.unshift(row === other[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, runs[0] ?? 0))
  return runs
}
