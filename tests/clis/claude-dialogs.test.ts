import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claudeLimit } from '../support/model-server/limits.ts'
import { CliTeam, withoutKeys } from './dialog-team.ts'

/** Texts are queued for so long at an open permission prompt. */
const NUDGED_FOR_MS = 20_000

const team = new CliTeam()

beforeAll(async () => {
  await team.prepare({
    unanswered: {
      cli: 'claude',
      args: ['--dangerously-skip-permissions'],
      without: {
        '.claude/.claude.json': withoutKeys('projects', 'customApiKeyResponses'),
        '.claude/settings.json': withoutKeys('skipDangerousModePermissionPrompt'),
      },
    },
    fresh: {
      cli: 'claude',
      args: ['--permission-mode', 'default'],
      without: { '.claude/.claude.json': withoutKeys('hasCompletedOnboarding') },
    },
    asking: {
      cli: 'claude',
      args: ['--permission-mode', 'default'],
      rules: [{ when: /do it/, answer: [{ text: 'I do it.', run: 'touch approved' }, 'It is done.'] }],
    },
    limited: {
      cli: 'claude',
      args: ['--permission-mode', 'default'],
      env: { ANTHROPIC_API_KEY: '', CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-dummy-of-the-tests' },
      rules: [
        {
          when: /do it/,
          answer: claudeLimit({ claim: 'seven_day', resetsAtMs: Date.now() + 72 * 3_600_000 }),
        },
      ],
    },
  })
  await team.start()
})

afterAll(() => team.close())

test.concurrent('Claude starts with every first-run answer taken away: each dialog is answered, none with its destructive default', async () => {
  await team.untilReady(['unanswered'], 40_000)
  expect(team.keys('unanswered')).toEqual([
    ...['trust-folder: Down', 'trust-folder: Enter'],
    ...['api-key: Up', 'api-key: Enter'],
    ...['bypass-permissions: Down', 'bypass-permissions: Enter'],
  ])
  expect(team.member('unanswered').incarnation).toBe(1)
})

test.concurrent('Claude starts in a home that never saw it: its theme and its notes are passed', async () => {
  await team.untilReady(['fresh'], 30_000)
  expect(team.keys('fresh')).toEqual(['theme: Enter', 'security-notes: Enter'])
  expect(team.member('fresh').incarnation).toBe(1)
})

test.concurrent('at a permission prompt nudges and pings are queued, and approve nothing', async () => {
  await team.untilReady(['asking'], 30_000)
  team.send('asking', 'do it')
  await team.until('it asks for permission', () =>
    team.member('asking').verdict.detail.startsWith('on permission: '),
  )
  const endsMs = Date.now() + NUDGED_FOR_MS
  for (let count = 1; Date.now() < endsMs; count++) {
    team.send('asking', `please continue (${count})`)
    await sleep(1_000)
  }
  expect(team.screen('asking')).toMatch(/Do you want to proceed\?\n\s*❯ 1\. Yes/)
  expect(team.keys('asking')).toEqual([])
  expect(existsSync(join(team.cwd('asking'), 'approved'))).toBe(false)
})

test.concurrent('a weekly limit’s menu is answered with waiting', async () => {
  await team.untilReady(['limited'], 30_000)
  team.send('limited', 'do it')
  await team.until('the menu is answered', () => team.keys('limited').length > 0)
  await team.until('its input box is back', () => team.screen('limited').includes('? for shortcuts'))
  expect(team.keys('limited')).toEqual(['limit: Enter'])
})
