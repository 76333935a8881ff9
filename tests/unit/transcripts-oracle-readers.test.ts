import { describe, expect, test } from 'vitest'
import { usageFormats } from '../../src/transcripts/usage-formats.ts'
import { Chance } from '../support/transcripts/chance.ts'
import { bytesOf, type MadeFile, meantIn } from '../support/transcripts/corpus.ts'
import { firstDisagreement } from '../support/transcripts/disagreement.ts'
import { ORACLE_FORMATS } from '../support/transcripts/formats.ts'
import { byModelAndDay, listed, type Meant, standing } from '../support/transcripts/meant.ts'
import { Ledger, SteppedFile } from '../support/transcripts/read-by-format.ts'

const SEEDS = Array.from({ length: 30 }, (_, index) => index + 1)
const CUTS = 10_000

describe.each(ORACLE_FORMATS)('the usage reader of $name', ({ name, make }) => {
  const format = usageFormats[name]

  test.each(SEEDS)('counts corpus %i to the token, per model and day, in whatever order of files', (seed) => {
    const { files, standing: rule } = make(seed)
    expect(format.standing).toBe(rule)
    const meant = standing(
      rule,
      files.flatMap((file) => meantIn(file)),
    )
    for (const order of [files, files.toReversed(), new Chance(seed).shuffled(files)]) {
      const ledger = readWhole(order)
      expect(byModelAndDay(ledger.uses.values()), `seed ${seed}`).toEqual(byModelAndDay(meant))
      expect(listed(ledger.uses.values()), `seed ${seed}`).toEqual(listed(meant))
    }
  })

  test.each(SEEDS)('agrees on each line of corpus %i, the bad ones too', (seed) => {
    for (const file of make(seed).files) {
      expect(firstDisagreement(format, file), `${file.path} of seed ${seed}`).toBeNull()
    }
  })

  test(`counts the same after ${CUTS} cuts as in one go`, () => {
    let cuts = 0
    for (let seed = 1000; cuts < CUTS; seed += 1) cuts += countInSteps(seed)
  })

  function readWhole(files: readonly MadeFile[]): Ledger {
    const ledger = new Ledger(format.standing)
    for (const file of files) {
      const stepped = new SteppedFile(format, bytesOf(file))
      stepped.lookAt(stepped.bytes.length, ledger)
    }
    return ledger
  }

  /** Files grow in turn by random steps, as if written at the same time; at some moments all is compared. */
  function countInSteps(seed: number): number {
    const chance = new Chance(seed)
    const { files, standing: rule } = make(seed)
    const growing = files.map((file) => ({
      file,
      length: 0,
      stepped: new SteppedFile(format, bytesOf(file)),
    }))
    const [ledger, seen] = [new Ledger(format.standing), [] as Meant[]]
    const most = chance.pick([300, 3000, 30_000])
    let cuts = 0
    for (
      let left = growing;
      left.length > 0;
      left = left.filter(({ stepped, length }) => length < stepped.bytes.length)
    ) {
      const one = chance.pick(left)
      const before = meantIn(one.file, one.length).length
      one.length += chance.between(1, most)
      one.stepped.lookAt(one.length, ledger)
      seen.push(...meantIn(one.file, one.length).slice(before))
      cuts += 1
      if (left.length > 1 && !chance.happens(0.01)) continue
      const found = listed(ledger.uses.values())
      expect(found, `seed ${seed} after ${cuts} cuts`).toEqual(listed(standing(rule, seen)))
    }
    const whole = standing(
      rule,
      files.flatMap((file) => meantIn(file)),
    )
    expect(listed(ledger.uses.values()), `seed ${seed} in the end`).toEqual(listed(whole))
    return cuts
  }
})
