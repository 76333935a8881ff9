import { describe, expect, test } from 'vitest'
import { badIn, bytesOf, meantIn } from '../support/transcripts/corpus.ts'
import { ORACLE_FORMATS } from '../support/transcripts/formats.ts'
import { listed, standing } from '../support/transcripts/meant.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

describe.each(ORACLE_FORMATS)('transcripts made for $name', ({ make, count }) => {
  test.each(SEEDS)('count in corpus %i what a slow counter finds in it', (seed) => {
    const { files, standing: rule } = make(seed)
    for (const file of files) {
      const { uses, bad } = count(bytesOf(file))
      expect(listed(uses), `${file.path} of seed ${seed}`).toEqual(listed(meantIn(file)))
      expect(bad, `bad lines in ${file.path} of seed ${seed}`).toBe(badIn(file))
    }
    const found = files.flatMap((file) => count(bytesOf(file)).uses)
    const meant = files.flatMap((file) => meantIn(file))
    expect(listed(standing(rule, found))).toEqual(listed(standing(rule, meant)))
  })
})
