import { describe, expect, test } from 'vitest'
import type { StartPlace } from '../../../src/backends/health.ts'
import { HEALTH } from '../../../src/backends/health-list.ts'

const KEY = 'a-dummy-key-of-these-tests-0001'

/** An agent in /repo/sub of the repository /repo; `files` by path, a text is what cannot be read. */
function aPlace(files: Record<string, object | string>, over: Partial<StartPlace> = {}): StartPlace {
  return {
    ...{ env: {}, home: '/home/a', folders: ['/repo/sub', '/repo'], argv: ['cli'] },
    read: (path) => {
      const file = files[path]
      const trouble = typeof file === 'string' ? file : null
      return { fields: typeof file === 'object' ? { ...file } : {}, isThere: file !== undefined, trouble }
    },
    ...over,
  }
}

/** What a CLI's start looks like: `about: state`. */
function told(cli: string, place: StartPlace): string[] {
  return (HEALTH[cli]?.findings(place) ?? []).map(({ about, state }) => `${about}: ${state}`)
}

describe('of Claude Code', () => {
  const STATE = '/home/a/.claude.json'
  const bypass = { argv: ['claude', '--dangerously-skip-permissions'] }

  test('an empty home asks for everything', () => {
    const place = aPlace({}, { ...bypass, env: { ANTHROPIC_API_KEY: KEY } })
    expect(told('claude', place)).toEqual([
      ...['onboarding: warn', 'API key: warn', 'folder trust: warn', 'bypass mode: warn'],
    ])
  })

  test('a home with every answer asks nothing', () => {
    const state = {
      hasCompletedOnboarding: true,
      customApiKeyResponses: { approved: [KEY.slice(-20)] },
      projects: { '/repo': { hasTrustDialogAccepted: true } },
    }
    const files = {
      [STATE]: state,
      '/home/a/.claude/settings.json': { skipDangerousModePermissionPrompt: true },
    }
    const place = aPlace(files, { ...bypass, env: { ANTHROPIC_API_KEY: KEY } })
    expect(told('claude', place).every((line) => line.endsWith(': ok'))).toBe(true)
  })

  test('what it says of a key never shows the key', () => {
    const findings = HEALTH.claude?.findings(aPlace({}, { env: { ANTHROPIC_API_KEY: KEY } }))
    expect(JSON.stringify(findings)).not.toContain(KEY.slice(-20))
  })

  test('a folder of its own has its own state, and not that of the home', () => {
    const files = { '/own/.claude.json': { hasCompletedOnboarding: true }, [STATE]: {} }
    expect(told('claude', aPlace(files, { env: { CLAUDE_CONFIG_DIR: '/own' } }))).toContain('onboarding: ok')
  })

  test('a state that cannot be read makes nothing known', () => {
    expect(told('claude', aPlace({ [STATE]: 'Unexpected end' }))).toEqual(['settings: unknown'])
  })
})

describe('of Codex', () => {
  const CONFIG = '/home/a/.codex/config.toml'
  const argv = ['codex', '--no-daemon']

  test('trust of the root of the repository is trust of a folder in it', () => {
    const config = {
      projects: { '/repo': { trust_level: 'trusted' } },
      notice: { hide_rate_limit_model_nudge: true },
    }
    expect(told('codex', aPlace({ [CONFIG]: config }, { argv }))).toEqual([
      'folder trust: ok',
      'limit menu: ok',
    ])
  })

  test('the menu that changes the model and the shared background server are named', () => {
    expect(told('codex', aPlace({}))).toEqual(['folder trust: warn', 'limit menu: warn', 'daemon: warn'])
  })

  test("a provider's own key is a login", () => {
    const config = { model_provider: 'x', model_providers: { x: { env_key: 'X_KEY' } } }
    expect(HEALTH.codex?.keyVariables(aPlace({ [CONFIG]: config }))).toEqual(['X_KEY'])
    expect(HEALTH.codex?.keyVariables(aPlace({}))).toEqual([])
  })
})

test('Gemini asks for trust when nothing is said of it; of qwen that is unknown, no guess', () => {
  const settings = { security: { auth: { selectedType: 'gemini-api-key' } } }
  const file = '/home/a/.gemini/settings.json'
  expect(told('gemini', aPlace({ [file]: settings }))).toEqual(['kind of login: ok', 'folder trust: warn'])
  const trusted = { [file]: settings, '/home/a/.gemini/trustedFolders.json': { '/repo': 'TRUST_FOLDER' } }
  expect(told('gemini', aPlace(trusted))).toEqual(['kind of login: ok', 'folder trust: ok'])
  expect(told('qwen', aPlace({}))).toEqual(['kind of login: warn', 'folder trust: unknown'])
})
