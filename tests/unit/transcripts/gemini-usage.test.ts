import { expect, test } from 'vitest'
import { geminiUsage, readGeminiDocument } from '../../../src/transcripts/gemini-usage.ts'
import { jsonLines, piecesOf, readFile, readPieces, standingUses, sumOf, tokens } from './reading.ts'

const AT = '2026-11-21T05:22:00.700Z'
const HEAD = { sessionId: 's', projectHash: 'h', startTime: AT, kind: 'main' }

test('a message is split into parts that do not overlap', () => {
  const logged = { input: 2040, output: 64, cached: 504, thoughts: 34, tool: 7, total: 2145 }
  expect(readFile(geminiUsage, jsonLines(HEAD, message('m', logged))).uses).toEqual([
    {
      id: 's/m',
      atMs: Date.parse(AT),
      model: 'gemini-2.5-pro',
      tokens: tokens({ input: 2040 - 504 + 7, cacheRead: 504, output: 64, reasoning: 34 }),
      odd: false,
    },
  ])
})

test('more cached than sent leaves only the tokens of tools as input', () => {
  const [use] = readFile(geminiUsage, jsonLines(message('m', { input: 5, cached: 9, tool: 2 }))).uses
  expect(use?.tokens).toEqual(tokens({ input: 2, cacheRead: 9 }))
})

test('a message that is written again counts once, as it was written last', () => {
  const text = jsonLines(HEAD, message('m', { input: 9, output: 2 }), message('m', { input: 7, output: 1 }))
  const uses = standingUses(geminiUsage, text)
  expect(uses).toHaveLength(1)
  expect(sumOf(uses)).toBe(8)
})

test('a resumed session that writes its past again, without tokens, loses nothing', () => {
  const { tokens: _, ...past } = message('m', {})
  const text = jsonLines(
    HEAD,
    message('m', { input: 9 }),
    { ...HEAD, startTime: '2026-11-22T00:00:00.000Z' },
    { $set: { messages: [past, { ...past, type: 'user' }] } },
    { $set: { sessionId: 's' } },
    message('n', { input: 4 }),
  )
  expect(sumOf(standingUses(geminiUsage, text))).toBe(13)
})

test('messages in a list of a row or of a change count like rows of their own', () => {
  const text = jsonLines(
    { ...HEAD, messages: [message('m', { input: 1 }), 'no message'] },
    { $set: { messages: [message('m', { input: 2 }), message('n', { input: 4 })] } },
  )
  expect(sumOf(standingUses(geminiUsage, text))).toBe(6)
})

test('what was rewound was paid all the same', () => {
  const text = jsonLines(HEAD, message('m', { input: 9 }), { $rewindTo: 'm' }, message('n', { input: 4 }))
  expect(sumOf(standingUses(geminiUsage, text))).toBe(13)
})

test('the same message id in two sessions is two messages', () => {
  const [one, two] = ['one', 'two'].map((sessionId) =>
    jsonLines({ ...HEAD, sessionId }, message('m', { input: 9 })),
  )
  expect(sumOf(standingUses(geminiUsage, one ?? '', two ?? ''))).toBe(18)
})

test('a session that goes on in a new file, with its past copied, counts its past once', () => {
  const first = JSON.stringify({ ...HEAD, messages: [message('m', { input: 9 })] })
  const next = jsonLines(HEAD, message('m', { input: 9 }), message('n', { input: 4 }))
  const ids = readFile(geminiUsage, next).uses.map((use) => use.id)
  expect(readGeminiDocument(first)?.uses.map((use) => use.id)).toEqual([ids[0]])
})

test('a message that is not the model’s own counts too, one without id or tokens does not', () => {
  const text = jsonLines(
    HEAD,
    { ...message('m', { input: 9 }), type: 'error' },
    message('', { input: 9 }),
    message(7, { input: 9 }),
    message('n', null),
    message('o', [1]),
    { type: 'gemini', content: { id: 'p', tokens: { input: 9 } } },
  )
  expect(readFile(geminiUsage, text).uses.map((use) => use.id)).toEqual(['s/m'])
})

test('odd counts are kept at 0 or as digits and marked', () => {
  const logged = { input: '120', cached: -4, output: 1e13, thoughts: null }
  const [use] = readFile(geminiUsage, jsonLines(message('m', logged))).uses
  expect(use).toMatchObject({ id: '/m', tokens: tokens({ input: 120 }), odd: true })
})

test('a message glued to one that a crash cut off counts, and the line is bad', () => {
  const cut = JSON.stringify(message('m', { input: 9 })).slice(0, -9)
  const { uses, bad } = readFile(geminiUsage, jsonLines(HEAD) + cut + jsonLines(message('n', { input: 4 })))
  expect(uses.map((use) => use.id)).toEqual(['s/n'])
  expect(bad).toBe(1)
})

test('blanks, other key order and line ends of another system are the same message', () => {
  const { id, ...rest } = message('m', { input: 9 })
  const text = JSON.stringify({ ...rest, id }, null, 1).replaceAll('\n', ' ')
  expect(readFile(geminiUsage, `${text}\r\n`)).toEqual(readFile(geminiUsage, jsonLines({ id, ...rest })))
})

test('in pieces, cut anywhere, it is the same as in one go', () => {
  const text = jsonLines(
    message('before the session is told', { input: 1 }),
    HEAD,
    message('m', { input: 9 }),
    { $set: { lastUpdated: AT } },
    message('m', { input: 9, output: 3 }),
    { $set: { sessionId: 't' } },
    message('n', { input: 4 }),
  )
  const whole = readFile(geminiUsage, text)
  expect(whole.uses.map((use) => use.id)).toContain('t/n')
  for (const pieces of piecesOf(text)) expect(readPieces(geminiUsage, pieces)).toEqual(whole)
})

test('a document that is no JSON object is told from one without uses', () => {
  expect(readGeminiDocument(JSON.stringify({ ...HEAD, messages: [] }))?.uses).toEqual([])
  expect(readGeminiDocument(JSON.stringify({ messages: { no: 'list' } }))?.uses).toEqual([])
  for (const text of ['', '{"sessionId":"s","mess', '[]', 'null', '{}{}']) {
    expect(readGeminiDocument(text), text).toBeNull()
  }
})

function message(id: unknown, logged: unknown) {
  return { id, timestamp: AT, type: 'gemini', content: 'Hello', tokens: logged, model: 'gemini-2.5-pro' }
}
