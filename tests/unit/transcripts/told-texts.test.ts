import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tagOf } from '../../../src/model/message.ts'
import type { LineFormat } from '../../../src/model/source.ts'
import type { AwaitedText } from '../../../src/model/told.ts'
import { toldIn } from '../../../src/transcripts/told-texts.ts'
import { aMessage, NOON_MS } from '../../support/situation.ts'
import { jsonLines } from './reading.ts'

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/transcripts/${name}`, import.meta.url)))
const tagged = (message: number, sinceMs = 0): AwaitedText => ({
  ...{ message, words: tagOf(message), isWhole: false, sinceMs },
})
const plain = (words: string): AwaitedText => ({ message: 9, words, isWhole: true, sinceMs: 0 })
const told = (format: LineFormat, lines: Buffer, ...awaited: AwaitedText[]) =>
  toldIn(format, lines, awaited).map(({ message, atMs }) => [
    message,
    new Date(atMs).toISOString().slice(11, 19),
  ])

test('Claude Code tells a text when its model has it, at once, in the middle of a turn or behind it', () => {
  const lines = fixture('claude/2.1.329-queued.jsonl')
  expect(told('claude', lines, tagged(1), tagged(2), tagged(4), tagged(5))).toEqual([
    [1, '11:24:21'],
    [2, '11:24:23'],
    [4, '11:24:30'],
    [5, '11:24:40'],
  ])
})

test('what only stands in the queue of Claude Code is not told', () => {
  const [row] = fixture('claude/2.1.329-queued.jsonl')
    .toString()
    .split('\n')
    .filter((line) => line.includes('"enqueue"') && line.includes('[agents#2]'))
  expect(row).toBeDefined()
  expect(told('claude', Buffer.from(`${row}\n`), tagged(2))).toEqual([])
})

test.each([
  ['codex', 'codex/0.169.0-tool-call-and-resume.jsonl', 'USE_TOOL please', '05:20:12'],
  ['codex', 'codex/0.80.0-tool-call.jsonl', 'USE_TOOL please', expect.any(String)],
  ['pi', 'pi/0.73.1-tool-call-and-resume.jsonl', 'think of it', '09:15:51'],
  ['qwen', 'qwen/0.15.10-tool-call-and-resume.jsonl', 'make it', expect.any(String)],
  ['gemini', 'gemini/0.61.0-tool-call-and-resume.jsonl', 'USE_TOOL please', '05:22:00'],
] as const)('%s tells a text without a tag by all of its words (%s)', (format, file, words, at) => {
  const lines = fixture(file)
  expect(told(format, lines, plain(words))).toEqual([[9, at]])
  expect(told(format, lines, plain(words.slice(1)))).toEqual([])
})

const USER = { type: 'user', timestamp: new Date(NOON_MS).toISOString() }
const said = (content: unknown, more: object = {}) =>
  Buffer.from(jsonLines({ ...USER, message: { role: 'user', content }, ...more }))

test('a text is not told by what quotes it: an answer, a result of a tool, a helper, an older session', () => {
  const line = aMessage(7).line
  const words = `${line} ${tagOf(7)}`
  expect(toldIn('claude', said(words), [tagged(7)])).toEqual([{ message: 7, atMs: NOON_MS }])
  for (const lines of [
    said(words, { type: 'assistant' }),
    said([{ type: 'tool_result', content: words }]),
    said(words, { isSidechain: true }),
    said(words, { isMeta: true }),
  ])
    expect(toldIn('claude', lines, [tagged(7)])).toEqual([])
  expect(toldIn('claude', said(words), [tagged(7, NOON_MS + 1)])).toEqual([])
})

test('two texts that were told in one piece are both told; a tag is not taken for the beginning of another', () => {
  const lines = said([{ type: 'text', text: `first ${tagOf(1)}\nsecond ${tagOf(22)}` }])
  expect(toldIn('claude', lines, [tagged(1), tagged(2), tagged(22)]).map(({ message }) => message)).toEqual([
    1, 22,
  ])
})

test('words with marks that JSON escapes are found', () => {
  expect(toldIn('claude', said('say "no"\nor \\d\n'), [plain('say "no"\nor \\d')])).toHaveLength(1)
  expect(toldIn('claude', said('a    b'), [plain('a\tb')])).toHaveLength(1)
})
