import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runLog } from '../../support/log-of.ts'

const FORBIDDEN = /[^\P{Cc}\n\t]|\p{Cs}|\p{Default_Ignorable_Code_Point}/u

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agents-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Without it a transcript of nothing but broken lines would be in no known format. */
const FIRST = `${JSON.stringify({ type: 'user', id: 'first', sessionId: 's', uuid: 'first', message: { content: 'first' } })}\n`

test('whatever bytes stand in a transcript, no form passes on a control character', async () => {
  const path = join(folder, 'bytes.jsonl')
  const page = join(folder, 'page.html')
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { minLength: 1, maxLength: 8 }), async (lines) => {
      writeFileSync(path, Buffer.concat([Buffer.from(FIRST), ...lines]))
      for (const argv of [
        [],
        ['--width', '0'],
        ['--width', '12'],
        ['--json'],
        ['--markdown'],
        ['--html', page],
      ]) {
        const { code, out, err } = await runLog(path, '--thinking', ...argv)
        expect(code).toBe(0)
        expect(out).not.toMatch(FORBIDDEN)
        expect(err).not.toMatch(FORBIDDEN)
        if (argv[0] === '--json') {
          for (const line of out.trimEnd().split('\n')) expectClean(JSON.parse(line))
        }
      }
      expect(readFileSync(page, 'utf8')).not.toMatch(FORBIDDEN)
    }),
    { seed: 3, numRuns: 150, examples: [[[madeLine(Buffer.from(HOSTILE))]]] },
  )
})

/** Every C0 and C1 control, DEL, bidi marks, whole and torn escape sequences, bytes that are no UTF-8. */
const HOSTILE = [
  Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('x'),
  '\u001b]0;title\u0007\u001b[31m\u001bP1$r\u001b\\\u009b2J\u001b[\u202e\u2066\u200b\ufeff\u{e0041}\u2028',
].join('\n')

/** A row of Claude Code with these bytes as they are in all its texts, whether they are legal there or not, and with escapes of them. */
function madeLine(bytes: Buffer): Buffer {
  const row = (text: string) => ({
    ...{
      type: 'assistant',
      sessionId: 's',
      uuid: text,
      timestamp: text || '2026-01-31T03:12:00Z',
      error: text,
    },
    message: {
      ...{ id: `m${text}`, model: text, usage: { input_tokens: 1, output_tokens: 2 } },
      content: [
        { type: 'text', text },
        { type: 'thinking', thinking: text },
        { type: 'tool_use', id: 't', name: text, input: { command: text, [text]: text } },
        {
          type: 'tool_result',
          tool_use_id: 't',
          is_error: true,
          content: [{ type: 'text', text }, { type: text }],
        },
        { type: text },
      ],
    },
  })
  const escaped = JSON.stringify(
    row(`${bytes.toString('utf8')}${bytes.toString('latin1')}\ud800\udc00\ud800`),
  )
  const [before = '', ...after] = JSON.stringify(row('HERE')).split('HERE')
  const raw = Buffer.concat([Buffer.from(before), ...after.flatMap((part) => [bytes, Buffer.from(part)])])
  return Buffer.concat([Buffer.from(`${escaped}\n`), raw, Buffer.from('\n')])
}

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => Buffer.from(text, 'utf8')),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 30 }).map((parts) => Buffer.from(parts.join(''))),
  fc
    .array(
      fc.constantFrom(
        '\x1b',
        '[',
        ']',
        '\x9b',
        '\x07',
        '\x1b\\',
        '0;',
        'm',
        '\ufffd',
        '`',
        '<',
        '\r',
        '\u2028',
      ),
    )
    .map((parts) => Buffer.from(parts.join(''), 'latin1')),
)
const anyLine = fc.oneof({ weight: 4, arbitrary: anyBytes.map(madeLine) }, { weight: 1, arbitrary: anyBytes })

function expectClean(value: unknown): void {
  if (typeof value === 'string') expect(value).not.toMatch(FORBIDDEN)
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    expectClean(name)
    // What tells entries apart, and is told as it is: JSON writes its control characters as escapes.
    if (name !== 'id') expectClean(inner)
  }
}
