import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piUsage } from '../../../src/transcripts/pi-usage.ts'
import { transcriptFixture } from '../../support/log-of.ts'
import { jsonLines, piecesOf, readFile, readPieces, standingUses, sumOf, tokens } from './reading.ts'

const fixture = (name: string) => readFileSync(transcriptFixture(`pi/0.73.1-${name}.jsonl`))
const BEGAN = 1_795_251_305_971

/** The n-th answer of the scripted model. */
const answer = (n: number) =>
  tokens({
    input: 1000 + 101 * n,
    output: 70 + 20 * n,
    cacheRead: 300 + 17 * n,
    cacheWrite5m: 140 + 14 * n,
  })

function row(usage: object, message: object = {}, more: object = {}) {
  return {
    ...{ type: 'message', id: 'aaaaaaaa', timestamp: '2026-11-21T08:55:06.070Z', ...more },
    message: { role: 'assistant', model: 'm', usage, timestamp: BEGAN, responseId: 'r', ...message },
  }
}

test('a session and its resumption: what the model used, each answer once', () => {
  const uses = standingUses(piUsage, fixture('tool-call-and-resume'))
  expect(uses.map((use) => use.tokens)).toEqual([answer(1), answer(2), answer(3)])
  expect(uses[0]).toMatchObject({ model: 'tests-model', odd: false })
})

test('a fork copies the past, which is counted once; read alone it has the past', () => {
  const both = standingUses(piUsage, fixture('tool-call-and-resume'), fixture('fork'))
  expect(both.map((use) => use.tokens)).toEqual([answer(1), answer(2), answer(3), answer(4)])
  expect(standingUses(piUsage, fixture('fork'))).toEqual(both)
})

test('what was refused, or broken off before the first count, is no use', () => {
  const uses = standingUses(piUsage, fixture('refused-interrupted-compacted'))
  expect(uses.map((use) => use.tokens)).toEqual([answer(4), answer(5)])
})

test('where the file is cut between two looks changes nothing', () => {
  const file = fixture('fork')
  for (const pieces of piecesOf(file)) expect(readPieces(piUsage, pieces)).toEqual(readFile(piUsage, file))
})

test('the time of an answer is when it began', () => {
  expect(readFile(piUsage, jsonLines(row({ input: 1 }))).uses[0]?.atMs).toBe(BEGAN)
  const [later] = readFile(piUsage, jsonLines(row({ input: 1 }, { timestamp: null }))).uses
  expect(later?.atMs).toBe(Date.parse('2026-11-21T08:55:06.070Z'))
})

test('servers that use the same few ids again, and rows without one, are told apart by their times', () => {
  const twice = (message: object, more: object) =>
    standingUses(
      piUsage,
      jsonLines(
        row({ input: 1 }, message, more),
        row({ input: 2 }, { ...message, timestamp: BEGAN + 9 }, more),
      ),
    )
  expect(sumOf(twice({ responseId: 'chatcmpl-7' }, {}))).toBe(3)
  expect(sumOf(twice({ responseId: undefined }, { id: undefined }))).toBe(3)
  expect(
    readFile(piUsage, jsonLines(row({ input: 1 }, { responseId: '', timestamp: '' }, { id: '' }))).uses,
  ).toEqual([])
})

test('a count that is none is 0 and makes the use odd', () => {
  const [use] = readFile(piUsage, jsonLines(row({ input: -3, output: '7', cacheRead: null }))).uses
  expect(use).toMatchObject({ tokens: tokens({ output: 7 }), odd: true })
})

test('any answers, in a session and its fork, add up to what they are', () => {
  const count = fc.nat({ max: 1_000_000 })
  const usage = fc.record({ input: count, output: count, cacheRead: count, cacheWrite: count })
  fc.assert(
    fc.property(fc.array(usage, { maxLength: 20 }), fc.nat({ max: 20 }), (usages, copied) => {
      const rows = usages.map((one, n) => row(one, { responseId: `r${n}`, timestamp: BEGAN + n }))
      const uses = standingUses(piUsage, jsonLines(...rows), jsonLines(...rows.slice(0, copied)))
      const meant = usages.flatMap((one) => Object.values(one)).reduce((sum, each) => sum + each, 0)
      expect(sumOf(uses)).toBe(meant)
    }),
  )
})
