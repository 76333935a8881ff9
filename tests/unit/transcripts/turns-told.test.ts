import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { LineFormat } from '../../../src/model/source.ts'
import { usageFormats } from '../../../src/transcripts/usage-formats.ts'

/** The lines of a real transcript, each as its CLI wrote it. */
function linesOf(name: string): Buffer[] {
  const text = readFileSync(new URL(`../../fixtures/transcripts/${name}`, import.meta.url), 'utf8')
  return text
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from(`${line}\n`))
}

const told = (format: LineFormat, lines: Buffer) => usageFormats[format].turn?.(lines) ?? null

/** What each line says that says anything, one word for a run of the same. */
function words(format: LineFormat, name: string): string[] {
  const all = linesOf(name).flatMap((line) => told(format, line) ?? [])
  const said = all.map(({ says }) => says ?? 'not known')
  return said.filter((word, at) => word !== said[at - 1])
}

test('Codex writes where each turn begins and ends, and by what', () => {
  expect(words('codex', 'codex/0.169.0-tool-call-and-resume.jsonl')).toEqual([
    'working',
    'idle',
    'working',
    'idle',
  ])
  expect(words('codex', 'codex/0.169.0-setbacks.jsonl')).toContain('limited')
  expect(words('codex', 'codex/0.169.0-setbacks.jsonl')).toContain('failed')
  expect(words('codex', 'codex/0.80.0-tool-call.jsonl')).toEqual([])
})

test('a turn of Codex that was broken off is over', () => {
  expect(words('codex', 'codex/0.169.0-sub-agent.jsonl').at(-1)).toBe('idle')
})

test('pi works from a text on and rests after its answer; after an error it may try again', () => {
  expect(words('pi', 'pi/0.73.1-tool-call-and-resume.jsonl')).toEqual(['working', 'idle', 'working', 'idle'])
  expect(words('pi', 'pi/0.73.1-refused-interrupted-compacted.jsonl')).toContain('not known')
})

test('the newest word of many lines counts, with its time', () => {
  const lines = linesOf('codex/0.169.0-tool-call-and-resume.jsonl')
  expect(told('codex', Buffer.concat(lines))).toEqual({
    ...{ says: 'idle', detail: '', atMs: Date.parse('2026-11-21T05:21:57.848Z') },
  })
  expect(told('codex', Buffer.concat(lines.slice(0, 10)))?.says).toBe('working')
})

test('a text that quotes the end of a turn, and half a line, tell nothing', () => {
  const quoted = { type: 'response_item', payload: { text: '{"type":"task_complete"}' } }
  expect(told('codex', Buffer.from(`${JSON.stringify(quoted)}\n`))).toBe(null)
  expect(told('codex', Buffer.from('{"type":"event_msg","payload":{"type":"task_complete"\n'))).toBe(null)
  expect(told('pi', Buffer.from(`${JSON.stringify({ type: 'message', text: '"role":"user"' })}\n`))).toBe(
    null,
  )
})

test('the last word is found wherever it stands in a long piece', () => {
  const row = (atMs: number) =>
    `${JSON.stringify({ timestamp: new Date(atMs).toISOString(), type: 'event_msg', payload: { type: 'task_started' } })}\n`
  const filler = (bytes: number) => `{"text":"${'a'.repeat(bytes)}"}\n`
  for (const bytes of [0, 65_500, 65_507, 65_510, 65_513, 65_516, 65_520, 65_530, 200_000])
    expect(told('codex', Buffer.from(row(1_000) + row(2_000) + filler(bytes)))?.atMs, `${bytes}`).toBe(2_000)
})
