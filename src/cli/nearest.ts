const FARTHEST = 2 // more edits than this, and the guess is rather a riddle than a help

/** The known name that a mistyped one most likely meant, or null when none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  const limit = Math.min(FARTHEST, Math.ceil(name.length / 2))
  const ranked = known
    .map((candidate) => ({ candidate, edits: editDistance(name, candidate) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits)
  return ranked[0]?.candidate ?? null
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours count one each. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) row.push(cell(i, j, row))
    beforeLast = last
    last = row
  }
  return last[to.length] ?? 0

  function cell(i: number, j: number, row: number[]): number {
    const same = from[i - 1] === to[j - 1]
    const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
    const replaced = (last[j - 1] ?? 0) + (same ? 0 : 1)
    const shifted = Math.min(last[j] ?? 0, row[j - 1] ?? 0) + 1
    return Math.min(replaced, shifted, swapped ? (beforeLast[j - 2] ?? 0) + 1 : Infinity)
  }
}
