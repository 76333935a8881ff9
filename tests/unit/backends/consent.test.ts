import { describe, expect, test } from 'vitest'
import { formOf, refusalOf } from '../../../src/backends/consent.ts'
import type { DialogForm } from '../../../src/backends/dialog-form.ts'
import { PROFILES } from '../../../src/backends/list.ts'
import type { DialogSeen } from '../../../src/model/dialog.ts'
import type { Backend } from '../../../src/model/team.ts'
import { aBackend, anAgent } from '../../support/situation.ts'

const CLAUDE: Partial<Backend> = { profile: 'claude' }
const agentOf = (backend: Partial<Backend>, env = {}) =>
  anAgent('builder', { cwd: '/team/builder', backend: aBackend({ ...CLAUDE, ...backend }), env })
const seen = (name: string, folder: string | null = null): DialogSeen => ({
  ...{ kind: 'startup', name, options: [], chosen: 0, answer: 0, folder },
})
const refusal = (name: string, agent = agentOf({}), folder: string | null = null) => {
  const form = formOf(agent, seen(name)) as DialogForm
  return refusalOf(form, seen(name, folder), agent, ['/team/builder', '/private/team/builder'])
}

describe('trust is given', () => {
  test.each(['/team/builder', '/private/team/builder', 'builder', '/team/bui lder'])('for %s', (folder) => {
    expect(refusal('trust-folder', agentOf({}), folder)).toBe(null)
  })

  test.each(['/', '/team', '/team/builder/sub', '/other/builder', '', null])('and not for %s', (folder) => {
    expect(refusal('trust-folder', agentOf({}), folder)).toContain('which is not its cwd')
  })
})

test('leave to run everything is given when the launch line asks for it, and not otherwise', () => {
  expect(refusal('bypass-permissions')).toBe(null)
  expect(
    refusal('bypass-permissions', agentOf({ command: ['claude', '--permission-mode=bypassPermissions'] })),
  ).toBe(null)
  expect(refusal('bypass-permissions', agentOf({ command: ['claude'] }))).toContain(
    'its command does not ask',
  )
})

test('an API key is used when the agent or its backend sets it, and not otherwise', () => {
  expect(refusal('api-key', agentOf({}, { ANTHROPIC_API_KEY: 'dummy' }))).toBe(null)
  expect(refusal('api-key', agentOf({ env: { ANTHROPIC_API_KEY: 'dummy' } }))).toBe(null)
  expect(refusal('api-key')).toContain('ANTHROPIC_API_KEY')
})

test('every known dialog has a name of its own and says on what it was seen', () => {
  for (const { screen } of Object.values(PROFILES)) {
    const forms = screen?.dialogs ?? []
    expect(new Set(forms.map(({ name }) => name)).size).toBe(forms.length)
    for (const { seenOn } of forms) expect(seenOn).not.toBe('')
  }
})
