import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { entriesOf, runLog, told, transcriptFixture } from '../../support/log-of.ts'

const fixture = (name: string) =>
  told(
    readFileSync(transcriptFixture(name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text)),
  )

describe('Codex', () => {
  const item = (payload: object) => ({
    timestamp: '2026-01-31T03:12:00.000Z',
    type: 'response_item',
    payload,
  })
  const output = (text: unknown) => item({ type: 'function_call_output', call_id: 'c', output: text })

  test('each text is told once, though it stands in an item and in an event', () => {
    expect(fixture('codex/0.169.0-tool-call-and-resume.jsonl')).toEqual([
      'event note session: /home/me/project in codex 0.169.0',
      'user text USE_TOOL please',
      'agent thinking **Thinking 1**',
      'agent call exec_command: echo hello',
      'tool result exec_command: hello',
      'agent usage 608+30',
      'agent thinking **Thinking 2**',
      'agent text Answer 2.',
      'agent usage 616+30',
      'user text second turn',
      'agent thinking **Thinking 3**',
      'agent text Answer 3.',
      'agent usage 624+30',
    ])
  })

  test('the file of a sub-agent is one deeper, and an interruption is told', () => {
    const lines = fixture('codex/0.169.0-sub-agent.jsonl')
    expect(lines).toContain('> event note turn_aborted: interrupted')
    expect(lines.every((line) => line.startsWith('> '))).toBe(true)
  })

  test('a fork says of whom it is one, and not that a session began twice', () => {
    expect(fixture('codex/0.140.0-fork.jsonl').filter((line) => line.startsWith('event'))).toEqual([
      'event note session: /home/me/project in codex 0.140.0, a fork of 01a1fc92-16d3-7fa1-bf48-a80edb8987db',
    ])
  })

  test.each([
    ['0.140 of its own', '0.140.0-parent', '0.140.0-fork', 'forked in the old one', 'Answer 25.'],
    [
      '0.169 of one of 0.140',
      '0.140.0-resumed-by-0.169.0',
      '0.140.0-forked-by-0.169.0',
      'fork by 169',
      'Answer 14.',
    ],
  ])('beside its origin a fork adds only its news: by %s', async (_, origin, fork, ...news) => {
    const paths = [origin, fork].map((name) => transcriptFixture(`codex/${name}.jsonl`))
    const { out } = await runLog(...paths, '--thinking', '--json')
    const rows: Record<string, string>[] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const added = rows.filter(({ transcript }) => transcript === fork)
    expect(added.map(({ kind }) => kind)).toEqual(['note', 'text', 'thinking', 'text', 'usage'])
    expect(added.filter(({ kind }) => kind === 'text').map(({ text }) => text)).toEqual(news)
  })

  test('what is said twice in a turn, or again in the next one, is no copy', () => {
    const turn = (turn_id: string) => ({ ...item({}), type: 'turn_context', payload: { turn_id } })
    const content = [{ type: 'output_text', text: 'Still waiting.' }]
    const answer = item({ type: 'message', role: 'assistant', content })
    const ids = entriesOf([turn('1'), answer, answer, turn('2'), answer]).map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
    expect(ids).not.toContain('')
  })

  test('a command that failed is an error with its exit code, in the older and the newer form', () => {
    expect(told([output('{"output":"no\\n","metadata":{"exit_code":2}}')])).toEqual(['tool error exit 2\nno'])
    const newer = 'Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 1\nOutput:\nno\n'
    expect(told([output(newer)])).toEqual(['tool error exit 1\nno'])
  })

  test('output that only looks like either form is left as it is', () => {
    expect(told([output('{"rows": 3}')])).toEqual(['tool result {"rows": 3}'])
    expect(told([output('Output: 3')])).toEqual(['tool result Output: 3'])
  })

  test('a person who begins with a tag is not taken for Codex where it marks what a person wrote', () => {
    const content = [{ type: 'input_text', text: '<plan> please' }]
    const marked = { internal_chat_message_metadata_passthrough: { content_item_kinds: ['user.text'] } }
    expect(told([item({ type: 'message', role: 'user', content, ...marked })])).toEqual([
      'user text <plan> please',
    ])
    expect(told([item({ type: 'message', role: 'user', content })])).toEqual([])
  })

  test('a patch is shown as it was given, a search by its query', () => {
    expect(
      told([
        item({ type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin Patch', call_id: 'c' }),
        output('Success'),
        item({ type: 'web_search_call', action: { type: 'search', query: 'tmux hooks' } }),
      ]),
    ).toEqual([
      'agent call apply_patch: *** Begin Patch',
      'tool result apply_patch: Success',
      'agent call web_search: tmux hooks type=search',
    ])
  })
})

describe('Gemini CLI', () => {
  test('a message that is written again adds only its news, and a resumed past nothing', () => {
    expect(fixture('gemini/0.61.0-tool-call-and-resume.jsonl')).toEqual([
      'user text USE_TOOL please',
      'agent thinking Looking\naround',
      'agent text I will look.',
      'agent call list_directory: dir_path=.',
      'tool result list_directory: Directory listing for /home/me/project:\na.txt (3 bytes)',
      'agent usage 1543+64',
      'agent thinking Looking\naround',
      'agent text Answer 5.',
      'agent usage 1552+65',
      'user text again',
      'agent thinking Looking\naround',
      'agent text Answer 7.',
      'agent usage 1570+67',
    ])
  })

  test('errors, notes and a rewind are events; a tool that was refused is an error', () => {
    const message = (type: string, more: object) => ({
      id: type,
      timestamp: '2026-01-31T03:12:00Z',
      type,
      ...more,
    })
    expect(
      told([
        { sessionId: 's', projectHash: 'p' },
        message('error', { content: 'quota' }),
        message('info', { content: 'updated' }),
        message('gemini', {
          content: '',
          toolCalls: [{ name: 'shell', args: { command: 'rm' }, status: 'cancelled' }],
        }),
        { $rewindTo: 'info' },
      ]),
    ).toEqual([
      'event error error: quota',
      'event note info: updated',
      'agent call shell: rm',
      'tool error shell: cancelled',
      'event note rewind: to info',
    ])
  })
})
