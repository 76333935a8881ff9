import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { told, transcriptFixture } from '../../support/log-of.ts'

function fixture(name: string): string[] {
  const lines = readFileSync(transcriptFixture(name), 'utf8').trimEnd().split('\n')
  return told(lines.map((line) => JSON.parse(line)))
}

describe('pi', () => {
  test('a session with a tool call, and its resumption', () => {
    expect(fixture('pi/0.73.1-tool-call-and-resume.jsonl')).toEqual([
      'event note model_change: tests/tests-model',
      'user text make it',
      'agent text I do.',
      'agent call bash: git commit --allow-empty -m hi',
      'tool result bash: [main (root-commit) 9bf3d94] hi',
      'agent usage 1101+90',
      'agent text It is done.',
      'agent usage 1202+110',
      'user text think of it',
      'agent thinking Hmm, let me see what it is about.',
      'agent text Thought.',
      'agent usage 1303+130',
    ])
  })

  test('an answer that was refused is an error, one that was broken off and a compaction are notes', () => {
    const events = fixture('pi/0.73.1-refused-interrupted-compacted.jsonl').filter((one) =>
      one.startsWith('event'),
    )
    expect(events).toEqual([
      'event note model_change: tests/tests-model',
      'event note aborted: Operation aborted',
      ...Array(4).fill('event error error: 500 boom'),
      'event note aborted: Operation aborted',
      'event note compaction: Some words',
    ])
  })
})

describe('Qwen Code', () => {
  test('a session with a tool call and its resumption; of a hidden call only what it used', () => {
    const [result, ...rest] = fixture('qwen/0.15.10-tool-call-and-resume.jsonl').splice(4)
    expect(result).toContain('tool result run_shell_command: Command: git commit --allow-empty -m hi\n')
    expect(rest).toEqual([
      'agent usage 1606+128',
      'agent text It is done.',
      'user text think of it',
      'agent usage 1707+141',
      'agent thinking Hmm, let me see what it is about.',
      'agent text Thought.',
      'agent usage 1808+154',
    ])
  })

  test('an API error is an error; its other measurements are nothing', () => {
    const measured = (event: object) => ({
      ...{ uuid: 'u', type: 'system', subtype: 'ui_telemetry' },
      systemPayload: { uiEvent: event },
    })
    expect(
      told([
        measured({ 'event.name': 'qwen-code.tool_call', status: 'error' }),
        measured({ 'event.name': 'qwen-code.api_error', error_message: 'Request was aborted.' }),
      ]),
    ).toEqual(['event error api_error: Request was aborted.'])
  })
})
