import { expect, test } from 'vitest'
import { entriesOf, told } from '../../support/log-of.ts'

const at = '2026-01-31T03:12:00.000Z'
const usage = (input: number, output: number) => ({ input_tokens: input, output_tokens: output })

let rows = 0
function row(type: string, content: unknown, more: object = {}, message: object = {}) {
  rows += 1
  return { type, uuid: `u${rows}`, sessionId: 's', timestamp: at, message: { content, ...message }, ...more }
}

const answer = (id: string, block: object, output: number, more: object = {}) =>
  row('assistant', [block], more, { id, model: 'claude', usage: usage(7, output) })

test('an answer in several rows is told block by block, and what it used once, from its largest row', () => {
  expect(
    told([
      row('user', 'go'),
      answer('m1', { type: 'thinking', thinking: 'hm' }, 1),
      answer('m1', { type: 'text', text: 'I look.' }, 1),
      answer('m1', { type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } }, 44),
      row('user', [{ type: 'tool_result', tool_use_id: 't1', content: 'a.txt' }]),
      answer('m2', { type: 'text', text: 'Done.' }, 9),
    ]),
  ).toEqual([
    'user text go',
    'agent thinking hm',
    'agent text I look.',
    'agent call Bash: ls',
    'tool result Bash: a.txt',
    'agent usage 7+44',
    'agent text Done.',
    'agent usage 7+9',
  ])
})

test('an answer that goes on after the result of its first tool is still one answer', () => {
  const call = (id: string) => ({ type: 'tool_use', id, name: 'Read', input: { file_path: id } })
  const result = (id: string) => row('user', [{ type: 'tool_result', tool_use_id: id, content: id }])
  const list = told([answer('m1', call('a'), 1), result('a'), answer('m1', call('b'), 30), result('b')])
  expect(list.filter((line) => line.includes('usage'))).toEqual(['agent usage 7+30'])
})

test('a failed tool is an error of that tool, and its blocks are joined', () => {
  const failed = { type: 'tool_result', tool_use_id: 't1', is_error: true }
  expect(
    told([
      answer('m1', { type: 'tool_use', id: 't1', name: 'Bash', input: {} }, 1),
      row('user', [{ ...failed, content: [{ type: 'text', text: 'no' }, { type: 'image' }] }]),
    ]),
  ).toContain('tool error Bash: no\n[image]')
})

test('what Claude Code says in the place of an answer, and for the user, is an event', () => {
  const synthetic = { model: '<synthetic>', usage: usage(0, 0) }
  expect(
    told([
      row(
        'assistant',
        [{ type: 'text', text: 'limit' }],
        { isApiErrorMessage: true, error: 'rate_limit' },
        synthetic,
      ),
      row('user', 'Caveat: …', { isMeta: true }),
      row('user', 'The story so far', { isCompactSummary: true }),
    ]),
  ).toEqual([
    'event error rate_limit: limit',
    'event note note: Caveat: …',
    'event note summary: The story so far',
  ])
})

test('rows of a sub-agent are one deeper, what they used too', () => {
  const side = { isSidechain: true }
  expect(told([row('user', 'look', side), answer('m1', { type: 'text', text: 'No.' }, 3, side)])).toEqual([
    '> user text look',
    '> agent text No.',
    '> agent usage 7+3',
  ])
})

test('a text that was queued while the agent worked is a text of the user', () => {
  const attachment = { type: 'queued_command', prompt: 'and the docs' }
  expect(told([row('user', 'go'), { ...row('attachment', ''), attachment }])).toEqual([
    'user text go',
    'user text and the docs',
  ])
})

test('book-keeping of Claude Code is nothing to tell; its notes are told with what matters in them', () => {
  const system = (subtype: string, more: object) => ({ ...row('system', ''), subtype, ...more })
  expect(
    told([
      { type: 'file-history-snapshot', messageId: 'x', snapshot: {}, isSnapshotUpdate: false },
      { type: 'queue-operation', operation: 'enqueue', sessionId: 's', content: 'go' },
      { type: 'progress', sessionId: 's', data: {} },
      system('compact_boundary', { compactMetadata: { trigger: 'auto', preTokens: 155214 } }),
      system('turn_duration', { durationMs: 95_000 }),
      system('api_error', { error: { status: 529 } }),
    ]),
  ).toEqual([
    'event note compact_boundary: auto, 155214 tokens before',
    'event note turn_duration: 1m35s',
    'event note api_error: 529',
  ])
})

test('each entry has its time, and an id that a copy of the row has too', () => {
  const one = row('user', 'go')
  const [first] = entriesOf([one])
  const [copy] = entriesOf([{ ...one, sessionId: 'resumed' }])
  expect(first).toMatchObject({ atMs: Date.parse(at), id: `${one.uuid}/0` })
  expect(copy?.id).toBe(first?.id)
})
