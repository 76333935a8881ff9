import { expect, test } from 'vitest'
import { billingOf, isApiBilled } from '../../../src/backends/billing.ts'
import type { Backend } from '../../../src/model/team.ts'
import { aBackend, anAgent } from '../../support/situation.ts'

function billing(backend: Partial<Backend>, env: Record<string, string> = {}): string {
  return billingOf(anAgent('a', { env, backend: aBackend({ profile: 'claude', ...backend }) }))
}

test.each([
  [{}, {}, 'subscription'],
  [{ env: { ANTHROPIC_API_KEY: 'dummy' } }, {}, 'api'],
  [{}, { ANTHROPIC_API_KEY: 'dummy' }, 'api'],
  [{ env: { ANTHROPIC_AUTH_TOKEN: 'dummy' } }, {}, 'api'],
  [{ env: { CLAUDE_CODE_USE_BEDROCK: '1' } }, {}, 'api'],
  [{ env: { CLAUDE_CODE_OAUTH_TOKEN: 'dummy' } }, {}, 'subscription'],
  [{ env: { OPENAI_API_KEY: 'dummy' } }, {}, 'subscription'],
  [{ profile: 'codex', env: { OPENAI_API_KEY: 'dummy' } }, {}, 'api'],
  [{ profile: 'gemini', env: { GEMINI_API_KEY: 'dummy' } }, {}, 'api'],
  [{ profile: 'pi', env: { ANTHROPIC_API_KEY: 'dummy' } }, {}, 'api'],
  [{ profile: 'pi', env: { ANTHROPIC_OAUTH_TOKEN: 'dummy' } }, {}, 'subscription'],
  [{ profile: 'qwen', env: { DASHSCOPE_API_KEY: 'dummy' } }, {}, 'api'],
  [{ profile: 'opencode', env: { OPENROUTER_API_KEY: 'dummy' } }, {}, 'api'],
  [{ profile: 'scripted', env: { ANTHROPIC_API_KEY: 'dummy' } }, {}, 'subscription'],
] as const)('backend %j with the env %j: %s', (backend, env, expected) => {
  expect(billing(backend, env)).toBe(expected)
})

test('what is said counts more than what the environment tells', () => {
  expect(billing({ billing: 'subscription', env: { ANTHROPIC_API_KEY: 'dummy' } })).toBe('subscription')
  expect(isApiBilled(anAgent('a', { backend: aBackend({ billing: 'api' }) }))).toBe(true)
})

test("an agent that empties its backend's key has none", () => {
  expect(billing({ env: { ANTHROPIC_API_KEY: 'dummy' } }, { ANTHROPIC_API_KEY: '' })).toBe('subscription')
})
