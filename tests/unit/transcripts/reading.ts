import { NO_TOKENS, type Tokens, totalOf } from '../../../src/model/tokens.ts'
import { standingUse, type Use } from '../../../src/model/use.ts'
import type { ReaderState, UsageFormat } from '../../../src/transcripts/usage-reader.ts'

/** What a reader tells of a file, read in one go. */
export function readFile(format: UsageFormat, text: string | Buffer): { uses: Use[]; bad: number } {
  return readPieces(format, [Buffer.from(text)])
}

/** What readers tell of the pieces of a file, each reader made from the state that the one before it left as JSON. */
export function readPieces(format: UsageFormat, pieces: readonly Buffer[]): { uses: Use[]; bad: number } {
  const uses: Use[] = []
  let bad = 0
  let state: ReaderState | undefined
  for (const piece of pieces) {
    const reader = format.reader(state)
    // What was handed in is overwritten afterwards, as the buffer of the growing file is.
    const lines = Buffer.from(piece)
    reader.read(lines, (use) => uses.push(use))
    lines.fill(0)
    bad += reader.bad
    state = JSON.parse(JSON.stringify(reader.state))
  }
  return { uses, bad }
}

/** Expects nothing to depend on where a file is cut, at any line and into single lines. */
export function piecesOf(text: string | Buffer): Buffer[][] {
  const file = Buffer.from(text)
  const ends = [...file.entries()].filter(([, byte]) => byte === 0x0a).map(([at]) => at + 1)
  const cuts = ends.map((end) => [file.subarray(0, end), file.subarray(end)])
  return [...cuts, ends.map((end, index) => file.subarray(ends[index - 1] ?? 0, end))]
}

/** The uses that stand after files were read in this order. */
export function standingUses(format: UsageFormat, ...files: readonly (string | Buffer)[]): Use[] {
  return standing(
    format,
    files.flatMap((file) => readFile(format, file).uses),
  )
}

/** Each answer once, as it stands. */
export function standing(format: UsageFormat, uses: readonly Use[]): Use[] {
  const byId = new Map<string, Use>()
  for (const use of uses) {
    const before = byId.get(use.id)
    byId.set(use.id, before ? standingUse(format.standing, before, use) : use)
  }
  return [...byId.values()]
}

/** Tokens with the parts that are named; the others are 0. */
export function tokens(parts: Partial<Tokens>): Tokens {
  return { ...NO_TOKENS, ...parts }
}

/** All tokens of all uses. */
export function sumOf(uses: readonly Use[]): number {
  return uses.reduce((sum, use) => sum + totalOf(use.tokens), 0)
}

/** Rows as JSON lines. */
export function jsonLines(...rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
