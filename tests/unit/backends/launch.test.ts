import { describe, expect, test } from 'vitest'
import { launchAgent } from '../../../src/backends/launch.ts'
import type { ProfileName } from '../../../src/model/team.ts'
import { aBackend, anAgent, aTeam } from '../../support/situation.ts'

const SESSION = '11111111-aaaa-4aaa-8aaa-111111111111'

function argvOf(profile: ProfileName, command: readonly string[] | null = null): readonly string[] {
  const agent = anAgent('builder', { backend: aBackend({ profile, command }) })
  const at = { node: 'node', scriptedAgent: 'scripted-agent.ts' }
  return launchAgent(aTeam({ agents: [agent] }), agent, { mark: 'm', session: SESSION, hooks: '' }, at).argv
}

describe('a launch line', () => {
  test.each(['claude', 'gemini', 'qwen'] as const)(
    'of %s ends with the session id that the record chose',
    (profile) => {
      expect(argvOf(profile).slice(-2)).toEqual(['--session-id', SESSION])
    },
  )

  test.each(['codex', 'opencode', 'pi', 'scripted', 'shell'] as const)(
    'of %s has none: it takes none',
    (profile) => {
      expect(argvOf(profile, ['run-it'])).not.toContain(SESSION)
    },
  )

  test("of one's own gets it, too", () => {
    const line = argvOf('claude', ['npx', 'claude'])
    expect(line.slice(0, 2)).toEqual(['npx', 'claude'])
    expect(line.slice(-2)).toEqual(['--session-id', SESSION])
  })

  test.each([
    ['claude', ['claude', '--continue']],
    ['claude', ['claude', '-c']],
    ['claude', ['claude', '--resume', 'abc']],
    ['claude', ['claude', '--resume=abc']],
    ['claude', ['claude', '-r', 'abc']],
    ['claude', ['claude', '--session-id', 'abc']],
    ['gemini', ['gemini', '--session-file', 'abc']],
    ['gemini', ['gemini', '--resume', 'latest']],
    ['qwen', ['qwen', '--continue']],
  ] as const)('of %s that names a session by itself gets no other: %s', (profile, command) => {
    expect(argvOf(profile, command)).not.toContain(SESSION)
  })

  test.each([
    ['claude', '--allowedTools=Read(//team/.agents/messages/builder/**)'],
    ['gemini', '--include-directories=/team/.agents/messages/builder'],
  ] as const)('of %s lets it read the long texts for it, and those alone', (profile, option) => {
    expect(argvOf(profile)).toContain(option)
    expect(argvOf(profile, ['run-it'])).toContain(option)
  })
})
