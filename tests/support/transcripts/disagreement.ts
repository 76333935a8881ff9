import type { UsageFormat } from '../../../src/transcripts/usage-reader.ts'
import type { MadeFile } from './corpus.ts'
import { listed, type Meant, standing } from './meant.ts'
import { Ledger, SteppedFile } from './read-by-format.ts'

/** The first line of a file on which a reader and the oracle part. */
export interface Disagreement {
  readonly line: string
  readonly meant: readonly string[]
  readonly found: readonly string[]
  readonly meantBad: number
  readonly foundBad: number
}

/** Shows a reader one line after the other; null: it agrees on all. */
export function firstDisagreement(format: UsageFormat, { pieces }: MadeFile): Disagreement | null {
  const whole = pieces.filter(({ bytes }) => bytes.at(-1) === 0x0a)
  const stepped = new SteppedFile(format, Buffer.concat(whole.map(({ bytes }) => bytes)))
  const ledger = new Ledger(format.standing)
  const meant: Meant[] = []
  let [length, meantBad] = [0, 0]
  for (const piece of whole) {
    const before = {
      found: listed(ledger.uses.values()),
      meant: listed(standing(format.standing, meant)),
      bad: stepped.bad,
    }
    length += piece.bytes.length
    meantBad += piece.bad
    stepped.lookAt(length, ledger)
    meant.push(...piece.meant)
    const [found, expected] = [listed(ledger.uses.values()), listed(standing(format.standing, meant))]
    if (found.join('\n') === expected.join('\n') && stepped.bad === meantBad) continue
    return {
      line: piece.bytes.toString('utf8'),
      meant: expected.filter((each) => !before.meant.includes(each)),
      found: found.filter((each) => !before.found.includes(each)),
      meantBad: piece.bad,
      foundBad: stepped.bad - before.bad,
    }
  }
  return null
}
