import { describe, expect, test } from 'vitest'
import { hookVariables } from '../../../src/backends/hooks.ts'
import { qwenHooks } from '../../../src/backends/qwen-hooks.ts'
import { readHook } from '../../../src/backends/read-hook.ts'
import { aBackend, anAgent, NOON_MS } from '../../support/situation.ts'

function said(name: string, fields: Record<string, unknown>): string | null {
  const event = { session_id: 's', cwd: '/w', hook_event_name: name, ...fields }
  const told = readHook(qwenHooks, JSON.stringify(event), NOON_MS)
  return told && `${told.testimony.says}${told.testimony.detail ? `: ${told.testimony.detail}` : ''}`
}

const BANNER = '[API Error: 402 Insufficient Balance]'

test.each<[string, Record<string, unknown>, string | null]>([
  ['SessionStart', { source: 'startup' }, 'idle'],
  ['SessionStart', { source: 'compact' }, 'null'],
  ['UserPromptSubmit', { prompt: 'do it' }, 'working'],
  ['Stop', {}, 'idle'],
  ['StopFailure', { error: 'billing_error', last_assistant_message: BANNER }, `failed: ${BANNER}`],
  ['StopFailure', { error: 'unknown', error_details: 'cut off' }, 'failed: cut off'],
  ['PreCompact', {}, 'compacting'],
  ['PostCompact', {}, 'null'],
  ['SessionEnd', { reason: 'prompt_input_exit' }, 'ended'],
  ['SessionEnd', { reason: 'clear' }, 'null'],
  ['PermissionRequest', { tool_name: 'run_shell_command' }, null],
  ['constructor', {}, null],
])("Qwen Code's %s with %j says %s", (name, fields, expected) => {
  expect(said(name, fields)).toBe(expected)
})

describe('hooks that are installed by the environment', () => {
  const agent = anAgent('builder', { backend: aBackend({ profile: 'qwen' }) })

  test('name the folder of the run, whatever it is called', () => {
    expect(hookVariables(agent, '/of me/$& {folder}')).toEqual({
      AGENTS_HOOKS: '/of me/$& {folder}',
      QWEN_CODE_SYSTEM_DEFAULTS_PATH: '/of me/$& {folder}/qwen-defaults',
    })
  })

  test('give way to settings that the config names itself', () => {
    const env = { QWEN_CODE_SYSTEM_SETTINGS_PATH: '/mine.json' }
    expect(hookVariables({ ...agent, env }, '/folder')).toEqual({ AGENTS_HOOKS: '/folder' })
  })

  test('are not run by a session inside of the session', () => {
    expect(qwenHooks.files?.['qwen-defaults']).toContain('[ -n \\"$QWEN_CODE\\" ] ||')
  })
})
