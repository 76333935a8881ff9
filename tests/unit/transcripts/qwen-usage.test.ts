import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { qwenUsage } from '../../../src/transcripts/qwen-usage.ts'
import { transcriptFixture } from '../../support/log-of.ts'
import { jsonLines, piecesOf, readFile, readPieces, standingUses, sumOf, tokens } from './reading.ts'

const fixture = () => readFileSync(transcriptFixture('qwen/0.15.10-tool-call-and-resume.jsonl'))
const AT = '2026-11-21T08:56:53.751Z'

/** The n-th answer of the scripted model; what was written to the cache Qwen takes for read. */
const answer = (n: number) =>
  tokens({ input: 1000 + 101 * n, output: 50 + 13 * n, reasoning: 20 + 7 * n, cacheRead: 440 + 31 * n })

function response(id: string, counts: object) {
  const uiEvent = {
    ...{ 'event.name': 'qwen-code.api_response', 'event.timestamp': AT, response_id: id, model: 'm' },
    ...counts,
  }
  return {
    uuid: `of ${id}`,
    timestamp: AT,
    type: 'system',
    subtype: 'ui_telemetry',
    systemPayload: { uiEvent },
  }
}

function assistant(uuid: string, usageMetadata: object) {
  return {
    uuid,
    timestamp: AT,
    type: 'assistant',
    model: 'm',
    message: { role: 'model', parts: [] },
    usageMetadata,
  }
}

test('a session, its resumption and a call that is no part of the conversation: each answer once', () => {
  const uses = standingUses(qwenUsage, fixture())
  expect(uses.map((use) => use.tokens)).toEqual([answer(5), answer(6), answer(7), answer(8)])
  expect(uses[0]).toMatchObject({ model: 'tests-model', odd: false })
})

test('where the file is cut between two looks changes nothing', () => {
  const file = fixture()
  for (const pieces of piecesOf(file))
    expect(readPieces(qwenUsage, pieces)).toEqual(readFile(qwenUsage, file))
})

test('without rows that tell of responses, answers tell what was used', () => {
  const answers = fixture()
    .toString()
    .split('\n')
    .filter((line) => line.includes('"usageMetadata"'))
  const uses = standingUses(qwenUsage, `${answers.join('\n')}\n`)
  expect(uses.map((use) => use.tokens)).toEqual([answer(5), answer(6), answer(7)])
})

test('a session of an older version that a newer one goes on with counts whole', () => {
  const text = jsonLines(
    assistant('a', { promptTokenCount: 10, candidatesTokenCount: 1 }),
    response('b', { input_token_count: 100 }),
    assistant('b', { promptTokenCount: 100 }),
  )
  expect(sumOf(standingUses(qwenUsage, text))).toBe(111)
})

test('thoughts are a part of the output, but beside it where the total says so', () => {
  const usage = { promptTokenCount: 10, candidatesTokenCount: 8, thoughtsTokenCount: 5 }
  const used = (totalTokenCount: number) =>
    readFile(qwenUsage, jsonLines(assistant('a', { ...usage, totalTokenCount }))).uses[0]?.tokens
  expect(used(18)).toEqual(tokens({ input: 10, output: 3, reasoning: 5 }))
  expect(used(23)).toEqual(tokens({ input: 10, output: 8, reasoning: 5 }))
})

test('any responses, written once more in another file, add up to what they are', () => {
  const usage = fc.record({
    sent: fc.nat(9999),
    cached: fc.nat(9999),
    output: fc.nat(9999),
    thoughts: fc.nat(9999),
  })
  fc.assert(
    fc.property(fc.array(usage, { maxLength: 20 }), (usages) => {
      const rows = usages.map(({ sent, cached, output, thoughts }, n) =>
        response(`r${n}`, {
          ...{ input_token_count: sent + cached, cached_content_token_count: cached },
          ...{ output_token_count: output + thoughts, thoughts_token_count: thoughts },
          total_token_count: sent + cached + output + thoughts,
        }),
      )
      const meant = usages.flatMap((one) => Object.values(one)).reduce((sum, each) => sum + each, 0)
      expect(sumOf(standingUses(qwenUsage, jsonLines(...rows), jsonLines(...rows)))).toBe(meant)
    }),
  )
})
