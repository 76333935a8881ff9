import { expect, test } from 'vitest'
import { claudeHooks } from '../../../src/backends/claude-hooks.ts'
import { HOOK_BYTES } from '../../../src/backends/hook-profile.ts'
import { readHook } from '../../../src/backends/read-hook.ts'
import { NOON_MS } from '../../support/situation.ts'

/** An event with the fields that every event of Claude Code 2.1.329 begins with. */
function event(name: string, fields: Record<string, unknown> = {}): string {
  const common = { session_id: 's', transcript_path: '/t/s.jsonl', cwd: '/w', hook_event_name: name }
  return JSON.stringify({ ...common, ...fields })
}

function said(text: string): string | null {
  const told = readHook(claudeHooks, text, NOON_MS)
  return told && `${told.testimony.says}${told.testimony.detail ? `: ${told.testimony.detail}` : ''}`
}

const BANNER = "You've hit your 5-hour limit · resets 2:01pm (UTC)"
const SHELL = { id: 'b1', type: 'shell', status: 'running', description: 'bg', command: 'sleep 20' }

test.each<[string, Record<string, unknown>, string | null]>([
  ['SessionStart', { source: 'startup' }, 'idle'],
  ['SessionStart', { source: 'compact' }, 'null'],
  ['UserPromptSubmit', { prompt: 'do it' }, 'working'],
  [
    'PermissionRequest',
    { tool_name: 'Bash', tool_input: { command: 'rm -r x' } },
    'permission: Bash: rm -r x',
  ],
  ['PermissionRequest', { tool_name: 'Task', tool_input: null }, 'permission: Task'],
  ['Notification', { notification_type: 'permission_prompt', message: 'needs leave' }, null],
  ['Notification', { notification_type: 'idle_prompt' }, null],
  ['Notification', { notification_type: 'agent_needs_input', message: 'Which?' }, 'question: Which?'],
  ['Stop', { background_tasks: [] }, 'idle'],
  ['Stop', {}, 'idle'],
  ['Stop', { background_tasks: [SHELL, 7, null] }, 'background: bg, ,'],
  [
    'StopFailure',
    { error: 'billing_error', last_assistant_message: 'Credit balance is too low' },
    'failed: Credit balance is too low',
  ],
  ['StopFailure', { error: 'server_error' }, 'failed: server_error'],
  ['StopFailure', { error: 'rate_limit', last_assistant_message: BANNER }, `limited: ${BANNER}`],
  [
    'StopFailure',
    { error: 'rate_limit', last_assistant_message: 'API Error: Request rejected (429)' },
    'failed: API Error: Request rejected (429)',
  ],
  ['PreCompact', { trigger: 'auto' }, 'compacting'],
  ['PostCompact', { compact_summary: 'words' }, 'null'],
  ['SessionEnd', { reason: 'prompt_input_exit' }, 'ended'],
  ['SessionEnd', { reason: 'clear' }, 'null'],
  ['SubagentStop', {}, null],
  ['constructor', {}, null],
])("Claude's %s with %j says %s", (name, fields, expected) => {
  expect(said(event(name, fields))).toBe(expected)
})

test('a limit is told with its reset', () => {
  const told = readHook(
    claudeHooks,
    event('StopFailure', { error: 'rate_limit', last_assistant_message: BANNER }),
    NOON_MS,
  )
  expect(told?.testimony.untilMs).toBe(Date.parse('2026-11-20T14:01:00Z'))
})

test('a submitted text tells which of our messages was taken', () => {
  const told = readHook(claudeHooks, event('UserPromptSubmit', { prompt: 'go on [agents#12]' }), NOON_MS)
  expect(told?.taken).toEqual([12])
})

test.each(['', 'null', '7', '[]', '{}', '{"hook_event_name":"Stop"', '{"hook_event_name":{}}', '\u0000'])(
  'the file %j says nothing',
  (text) => {
    expect(said(text)).toBeNull()
  },
)

test('an event that was cut off by its size is known by what came first, and no text in it is taken for a field', () => {
  const forged = '"hook_event_name":"Stop","tool_name":"Forged"'
  const long = (fields: Record<string, unknown>, name: string) =>
    event(name, { ...fields, rest: 'x'.repeat(HOOK_BYTES) }).slice(0, HOOK_BYTES)
  const request = { tool_name: 'Write', tool_input: { content: forged } }
  expect(said(long(request, 'PermissionRequest'))).toBe('permission: Write')
  expect(said(long({ prompt: forged }, 'UserPromptSubmit'))).toBe('working')
  const prompt = `[agents#3] ${'x'.repeat(HOOK_BYTES)}`
  expect(readHook(claudeHooks, event('UserPromptSubmit', { prompt }).slice(0, HOOK_BYTES), 0)?.taken).toEqual(
    [3],
  )
})

test('control characters of an event do not reach people', () => {
  const told = said(event('StopFailure', { error: 'x', last_assistant_message: '\u001b[31mred\nline' }))
  expect(told).toBe('failed: [31mred line')
})
