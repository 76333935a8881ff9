import { expect, test } from 'vitest'
import { claudeCorpus } from '../support/transcripts/claude-corpus.ts'
import { badIn, bytesOf, meantIn } from '../support/transcripts/corpus.ts'
import { listed, standing } from '../support/transcripts/meant.ts'
import { slowClaude } from '../support/transcripts/slow-claude.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

test.each(SEEDS)('what the maker of Claude corpus %i means is what a slow counter finds in it', (seed) => {
  const { files } = claudeCorpus(seed)
  for (const file of files) {
    const { uses, bad } = slowClaude(bytesOf(file))
    expect(listed(uses), `${file.path} of seed ${seed}`).toEqual(listed(meantIn(file)))
    expect(bad, `bad lines in ${file.path} of seed ${seed}`).toBe(badIn(file))
  }
  const found = files.flatMap((file) => slowClaude(bytesOf(file)).uses)
  expect(listed(standing('largest', found))).toEqual(
    listed(
      standing(
        'largest',
        files.flatMap((file) => meantIn(file)),
      ),
    ),
  )
})
