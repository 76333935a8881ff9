import { describe, expect, test } from 'vitest'
import { claudeCorpus } from '../support/transcripts/claude-corpus.ts'
import { codexCorpus } from '../support/transcripts/codex-corpus.ts'
import { badIn, bytesOf, meantIn } from '../support/transcripts/corpus.ts'
import { geminiCorpus } from '../support/transcripts/gemini-corpus.ts'
import { listed, standing } from '../support/transcripts/meant.ts'
import { scriptedCorpus } from '../support/transcripts/scripted-corpus.ts'
import { slowClaude } from '../support/transcripts/slow-claude.ts'
import { slowCodex } from '../support/transcripts/slow-codex.ts'
import { slowGemini } from '../support/transcripts/slow-gemini.ts'
import { slowScripted } from '../support/transcripts/slow-scripted.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

describe.each([
  { name: 'Claude', make: (seed: number) => claudeCorpus(seed, { sessions: 2 }), count: slowClaude },
  { name: 'Codex', make: codexCorpus, count: slowCodex },
  { name: 'Gemini', make: geminiCorpus, count: slowGemini },
  { name: 'scripted', make: scriptedCorpus, count: slowScripted },
])('transcripts made for $name', ({ make, count }) => {
  test.each(SEEDS)('count in corpus %i what a slow counter finds in it', (seed) => {
    const { files, standing: rule } = make(seed)
    for (const file of files) {
      const { uses, bad } = count(bytesOf(file))
      expect(listed(uses), `${file.path} of seed ${seed}`).toEqual(listed(meantIn(file)))
      expect(bad, `bad lines in ${file.path} of seed ${seed}`).toBe(badIn(file))
    }
    const found = standing(
      rule,
      files.flatMap((file) => count(bytesOf(file)).uses),
    )
    expect(listed(found)).toEqual(
      listed(
        standing(
          rule,
          files.flatMap((file) => meantIn(file)),
        ),
      ),
    )
  })
})
