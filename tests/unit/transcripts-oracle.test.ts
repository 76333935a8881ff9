import { describe, expect, test } from 'vitest'
import { claudeCorpus } from '../support/transcripts/claude-corpus.ts'
import { badIn, bytesOf, type Corpus, type MadeFile, meantIn } from '../support/transcripts/corpus.ts'
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

/** How often each trap stands in some transcripts. */
function trapsIn(corpora: readonly Corpus[]): Record<string, number> {
  const files = corpora.flatMap((corpus) => corpus.files)
  const meant = files.flatMap((file) => meantIn(file))
  return {
    repeats: meant.length - new Set(meant.map(({ id }) => id)).size,
    'ids in several files': files.flatMap(idsOf).length - new Set(files.flatMap(idsOf)).size,
    'two records in one line': files.flatMap(({ pieces }) => pieces).filter((piece) => piece.meant.length > 1)
      .length,
    'bad lines': files.reduce((sum, file) => sum + badIn(file), 0),
    'records behind what a crash left': files
      .flatMap(({ pieces }) => pieces)
      .filter(({ bad, meant }) => bad && meant[0]).length,
    'files without a last newline': files.filter(({ pieces }) => pieces.at(-1)?.bytes.at(-1) !== 0x0a).length,
    odd: meant.filter(({ odd }) => odd).length,
    'without a time': meant.filter(({ atMs }) => atMs === null).length,
    'without a model': meant.filter(({ model }) => model === '').length,
  }
}

function idsOf(file: MadeFile): string[] {
  return [...new Set(meantIn(file).map(({ id }) => id))]
}

test.each(ORACLE_FORMATS)('transcripts made for $name have every trap', ({ name, make }) => {
  const traps = trapsIn(SEEDS.map(make))
  // Scripted agents repeat nothing, and Gemini's messages carry their past in a row of many.
  const absent = name === 'scripted' ? ['repeats', 'ids in several files', 'without a model'] : []
  for (const [trap, times] of Object.entries(traps)) {
    if (!absent.includes(trap)) expect(times, trap).toBeGreaterThan(3)
  }
})

test('some answers made for Claude stream over midnight, and some are written 40 times', () => {
  const corpora = SEEDS.map((seed) => claudeCorpus(seed))
  const byId = Map.groupBy(
    corpora.flatMap(({ files }) => files.slice(0, 1).flatMap((file) => meantIn(file))),
    ({ id }) => id,
  )
  const days = [...byId.values()].map(
    (rows) => new Set(rows.map(({ atMs }) => Math.floor((atMs ?? 0) / 86_400_000))),
  )
  expect(days.filter((each) => each.size > 1).length).toBeGreaterThan(3)
  expect(Math.max(...[...byId.values()].map((rows) => rows.length))).toBeGreaterThan(35)
})
