/** More slips than this, or than one in three letters, make another word. */
const MAX_EDITS = 2

/** The candidate that `word` most likely meant (at most two slips of the finger), or undefined. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { name: string; edits: number } | undefined
  for (const name of candidates) {
    const edits = distance(word.toLowerCase(), name.toLowerCase())
    if (edits <= allowed(word, name) && edits < (best?.edits ?? Infinity)) best = { name, edits }
  }
  return best?.name
}

function allowed(a: string, b: string): number {
  return Math.min(MAX_EDITS, Math.max(1, Math.floor(Math.max(a.length, b.length) / 3)))
}

/** Damerau-Levenshtein (optimal string alignment): inserts, deletes, replacements and swaps of neighbours. */
export function distance(a: string, b: string): number {
  // A difference in length is a lower bound; this also keeps a huge word from a file cheap.
  if (Math.abs(a.length - b.length) > MAX_EDITS) return Infinity
  let previous: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next[j] = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + same)
      if (swapped) next[j] = Math.min(at(next, j), at(previous, j - 2) + 1)
    }
    previous = row
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity
}
