import { execFile } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const ENTRY = new URL('../../agent-log.ts', import.meta.url).pathname
const run = promisify(execFile)

let folder: string
let transcript: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-log-'))
  transcript = join(folder, 'builder.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

const record = (fields: object) =>
  `${JSON.stringify({ id: 'x', sessionId: 's', at: '2026-01-31T03:12:00.000Z', ...fields })}\n`

test('each record is one clean line: no control character of a transcript reaches the terminal', async () => {
  const hostile = '\u001b[31mred\u001b[0m \u0007two\nlines'
  writeFileSync(transcript, record({ type: 'user', text: hostile, queued: false }))
  appendFileSync(
    transcript,
    record({ type: 'assistant', text: 'done', model: 'm', usage: { input: 3, output: 4 } }),
  )
  appendFileSync(
    transcript,
    record({ type: 'tool', argv: ['npm', 'test'], exitCode: 1, output: '', durationMs: 1 }),
  )
  const { stdout } = await run(process.execPath, [ENTRY, transcript])
  expect(stdout.split('\n')).toEqual([
    '2026-01-31T03:12:00.000Z user  red two lines',
    '2026-01-31T03:12:00.000Z agent done  (3 in, 4 out)',
    '2026-01-31T03:12:00.000Z tool  npm test → exit 1',
    '',
  ])
})

test('a torn last line is left for later, and lines in another format are counted, not guessed at', async () => {
  writeFileSync(transcript, `${record({ type: 'user', text: 'hello' })}{"some":"other"}\n{"type":"user","te`)
  const { stdout, stderr } = await run(process.execPath, [ENTRY, transcript])
  expect(stdout).toContain('hello')
  expect(stderr).toContain('1 lines are in no format that agent-log reads')
})

test('a missing file is said in one sentence with the mend', async () => {
  const failure = await run(process.execPath, [ENTRY, join(folder, 'none.jsonl')]).catch(
    (error: unknown) => error,
  )
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining('agents status') })
})
