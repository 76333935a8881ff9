import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { claudeUsage } from '../../../src/transcripts/claude-usage.ts'
import { codexUsage } from '../../../src/transcripts/codex-usage.ts'
import { geminiUsage, readGeminiDocument } from '../../../src/transcripts/gemini-usage.ts'
import type { UsageFormat } from '../../../src/transcripts/usage-reader.ts'
import { piecesOf, readFile, readPieces, standing, standingUses, tokens } from './reading.ts'

// The scripted model used, in its n-th answer: 1000 + 10 n tokens of prompt (300 + n from the cache, 100 + n written to
// it), and 50 + n of answer (20 + n for reasoning). Old versions of Codex do not tell what was written to the cache.
const CODEX: [what: string, tellsWritten: boolean[], answers: number[], files: string[]][] = [
  ['a session and its resumption', [true, true, true], [1, 2, 3], ['0.169.0-tool-call-and-resume']],
  ['a fork that points to its past', [true], [6], ['0.169.0-fork']],
  [
    'a session and a sub-agent that knows its past',
    Array(6).fill(true),
    [12, 13, 14, 1, 2, 3],
    ['0.169.0-parent', '0.169.0-sub-agent'],
  ],
  ['a compaction', [true, true, true], [16, 17, 18], ['0.169.0-compacted']],
  ['a compaction of an older version', [false, false, false], [19, 20, 21], ['0.140.0-compacted']],
  [
    'an older session that a newer version goes on with',
    [...Array(5).fill(false), true],
    [6, 7, 8, 11, 12, 13],
    ['0.140.0-resumed-by-0.169.0'],
  ],
  [
    'that session and a fork with its past copied',
    [...Array(5).fill(false), true, true],
    [6, 7, 8, 11, 12, 13, 14],
    ['0.140.0-resumed-by-0.169.0', '0.140.0-forked-by-0.169.0'],
  ],
  [
    'the fork alone',
    [...Array(5).fill(false), true, true],
    [6, 7, 8, 11, 12, 13, 14],
    ['0.140.0-forked-by-0.169.0'],
  ],
  [
    'an older session and its fork',
    Array(4).fill(false),
    [22, 23, 24, 25],
    ['0.140.0-parent', '0.140.0-fork'],
  ],
  ['a session from before there were turn ids', [false, false], [4, 5], ['0.80.0-tool-call']],
]

for (const [what, tellsWritten, answers, files] of CODEX) {
  test(`Codex, ${what}: what the model used, each answer once`, () => {
    const uses = standingUses(codexUsage, ...files.map((file) => fixture(`codex/${file}.jsonl`)))
    expect(uses.map((use) => use.tokens)).toEqual(
      answers.map((n, index) => {
        const written = tellsWritten[index] ? 100 + n : 0
        return tokens({
          input: 700 + 9 * n - written,
          cacheRead: 300 + n,
          cacheWrite5m: written,
          output: 30,
          reasoning: 20 + n,
        })
      }),
    )
    expect(uses.every((use) => use.model === 'gpt-5.4-codex' && use.atMs !== null && !use.odd)).toBe(true)
  })
}

const CLAUDE = ['claude/2.1.329-tool-call-and-helper']
const CLAUDE_HELPER = `${CLAUDE[0]}/subagents/agent-abf9823d09cf22f4b`

// 3000 + 10 n tokens of input beside 300 + n from the cache and 100 + n (for an hour 1000 + 2 n) written to it; 50 + n of answer.
test('Claude Code, a session, its resumption and a sub-agent in the background: what the model used, each answer once', () => {
  const uses = standingUses(
    claudeUsage,
    ...[...CLAUDE, CLAUDE_HELPER].map((name) => fixture(`${name}.jsonl`)),
  )
  expect(uses.map((use) => use.tokens)).toEqual(
    [1, 2, 3, 4, 7, 5, 6].map((n) =>
      tokens({
        input: 3000 + 10 * n,
        cacheRead: 300 + n,
        cacheWrite5m: 100 + n,
        cacheWrite1h: 1000 + 2 * n,
        output: 50 + n,
      }),
    ),
  )
  expect(uses.every((use) => use.model === 'claude-opus-4-6' && use.atMs !== null && !use.odd)).toBe(true)
})

// 2000 + 10 n tokens of prompt (500 + n from the cache), 7 of tools, 60 + n of answer and 30 + n of thoughts.
test('Gemini, a session and its resumption: what the model used, each answer once', () => {
  expectGemini([4, 5, 7], ['0.61.0-tool-call-and-resume'])
})

test('Gemini, an older document and the lines in which it goes on: each answer once', () => {
  expectGemini([26, 27, 28], ['0.20.0-resumed-by-0.61.0'])
  const lines = standingUses(geminiUsage, fixture('gemini/0.20.0-resumed-by-0.61.0.jsonl'))
  const document = readGeminiDocument(fixture('gemini/0.20.0-tool-call.json').toString())
  expect(document?.uses).toEqual(lines.slice(0, 2))
})

test('real transcripts are read in pieces as in one go, and have no bad line', () => {
  const files: [UsageFormat, string[]][] = [
    [claudeUsage, [...CLAUDE, CLAUDE_HELPER].map((name) => `${name}.jsonl`)],
    [codexUsage, CODEX.flatMap(([, , , names]) => names.map((name) => `codex/${name}.jsonl`))],
    [geminiUsage, ['gemini/0.61.0-tool-call-and-resume.jsonl', 'gemini/0.20.0-resumed-by-0.61.0.jsonl']],
  ]
  for (const [format, names] of files) {
    for (const name of names) {
      const whole = readFile(format, fixture(name))
      expect(whole.bad, name).toBe(0)
      for (const pieces of piecesOf(fixture(name)))
        expect(standing(format, readPieces(format, pieces).uses), name).toEqual(standing(format, whole.uses))
    }
  }
})

function expectGemini(answers: number[], files: string[]): void {
  const uses = standingUses(geminiUsage, ...files.map((file) => fixture(`gemini/${file}.jsonl`)))
  expect(uses.map((use) => use.tokens)).toEqual(
    answers.map((n) =>
      tokens({ input: 1507 + 9 * n, cacheRead: 500 + n, output: 60 + n, reasoning: 30 + n }),
    ),
  )
}

function fixture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/transcripts/${name}`, import.meta.url)))
}
