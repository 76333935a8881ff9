import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readDocument } from '../../src/observe/read-document.ts'
import { usageFormats } from '../../src/transcripts/usage-formats.ts'
import { Chance } from '../support/transcripts/chance.ts'
import { ChangingFile } from '../support/transcripts/changing-file.ts'
import { badIn, type MadeFile, meantIn } from '../support/transcripts/corpus.ts'
import { ORACLE_FORMATS } from '../support/transcripts/formats.ts'
import { geminiDocument } from '../support/transcripts/gemini-corpus.ts'
import { byModelAndDay, listed, type Meant, standing } from '../support/transcripts/meant.ts'
import { Ledger } from '../support/transcripts/read-by-format.ts'
import { slowClaude } from '../support/transcripts/slow-claude.ts'
import { slowGeminiDocument } from '../support/transcripts/slow-gemini.ts'
import { truthOf, writeClaudeCorpus } from '../support/transcripts/write-corpus.ts'

const folder = mkdtempSync(join(tmpdir(), 'agents-oracle-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SEEDS = Array.from({ length: 8 }, (_, index) => index + 1)

type Change = (file: ChangingFile, chance: Chance, others: readonly MadeFile[]) => void

const CHANGES = {
  grow: (file, chance) => file.grow(chance.between(1, 8000)),
  shrink: (file, chance) => file.shrink(chance.below(6000)),
  replace: (file, chance) => file.replace(chance.below(20_000)),
  copyOver: (file, chance, others) => file.copyOver(chance.pick(others)),
  remove: (file) => file.remove(),
} satisfies Record<string, Change>

describe.each(ORACLE_FORMATS)('transcripts of $name on disk', ({ name, make }) => {
  const format = usageFormats[name]

  test.each(SEEDS)('that only grow are counted to the token, bad lines too (seed %i)', (seed) => {
    const [chance, ledger] = [new Chance(seed), new Ledger(format.standing)]
    const { files } = make(seed)
    const growing = files.map(
      (file, at) => new ChangingFile(join(folder, name, `${seed}`, `${at}.jsonl`), format, file),
    )
    for (let left = growing; left.length > 0; left = left.filter((file) => !file.isWhole)) {
      const one = chance.pick(left)
      one.grow(chance.between(1, 20_000))
      one.look(chance, ledger)
    }
    expectCounted(
      ledger,
      files.flatMap((file) => meantIn(file)),
      `seed ${seed}`,
    )
    expect(growing.map(({ bad }) => bad)).toEqual(files.map((file) => badIn(file)))
  })

  test.each(SEEDS)(
    'that shrink, are replaced, copied over and deleted are counted once (seed %i)',
    (seed) => {
      const [chance, ledger, seen] = [new Chance(seed), new Ledger(format.standing), [] as Meant[]]
      const { files } = make(seed + 100)
      const changing = files.map(
        (file, at) => new ChangingFile(join(folder, name, `x${seed}`, `${at}.jsonl`), format, file),
      )
      for (let step = 0; step < 150; step += 1) {
        const one = chance.pick(changing)
        const change = chance.happens(0.7) ? CHANGES.grow : chance.pick(Object.values(CHANGES))
        change(one, chance, files)
        seen.push(...one.look(chance, ledger))
        if (chance.happens(0.1)) expectCounted(ledger, seen, `seed ${seed}, step ${step}`)
      }
      expectCounted(ledger, seen, `seed ${seed}`)
    },
  )

  function expectCounted(ledger: Ledger, meant: readonly Meant[], at: string): void {
    const stands = standing(format.standing, meant)
    expect(byModelAndDay(ledger.uses.values()), at).toEqual(byModelAndDay(stands))
    expect(listed(ledger.uses.values()), at).toEqual(listed(stands))
  }
})

test('a line of 17 MiB is one bad line, one of 15 MiB is read', () => {
  const line = (id: string, mib: number) => {
    const message = { id, model: 'm', usage: { input_tokens: 1, output_tokens: 2 } }
    return `${JSON.stringify({ type: 'assistant', message, toolUseResult: 'x'.repeat(mib * 2 ** 20), timestamp: NOON })}\n`
  }
  const bytes = Buffer.from(line('a', 0) + line('b', 17) + line('c', 15) + line('d', 0))
  const pieces = [{ bytes, meant: [], bad: 1 }]
  const [chance, ledger] = [new Chance(1), new Ledger('largest')]
  const file = new ChangingFile(join(folder, 'long.jsonl'), usageFormats.claude, { path: '', pieces })
  for (; !file.isWhole; file.look(chance, ledger)) file.grow(5_000_000)
  expect(ledger.uses.size).toBe(3)
  expect(file.bad).toBe(1)
})

const NOON = '2026-03-01T12:00:00.000Z'

test.each(SEEDS)(
  'an older document of Gemini CLI is counted to the token, also written anew (seed %i)',
  (seed) => {
    const { bytes, meant } = geminiDocument(seed)
    expect(listed(slowGeminiDocument(bytes))).toEqual(listed(meant))
    const path = join(folder, `${seed}.json`)
    const source = { kind: 'document', format: 'gemini', path } as const
    writeFileSync(path, bytes.subarray(0, bytes.length - 1))
    const torn = readDocument(source, null)
    expect(torn).toMatchObject({ uses: [], bad: 1 })
    writeFileSync(path, bytes)
    const whole = readDocument(source, typeof torn === 'string' ? null : torn.position)
    if (typeof whole === 'string') throw new Error(`The document was ${whole}`)
    expect(listed(whole.uses)).toEqual(listed(meant))
    expect(readDocument(source, whole.position)).toBe('unchanged')
  },
)

test('a Claude corpus that is written for others holds what it says', () => {
  const corpus = writeClaudeCorpus(join(folder, 'config'), 7, { sessions: 3, accidents: 0.05 })
  const paths = corpus.files.map(({ path }) => join(folder, 'config', path))
  const found = paths.flatMap((path) => slowClaude(readFileSync(path)).uses)
  expect(listed(standing('largest', found))).toEqual(listed(truthOf(corpus)))
})
