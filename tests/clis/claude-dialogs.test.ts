import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CliTeam } from '../support/cli-team.ts'
import { claudeLimit } from '../support/model-server/limits.ts'
import { SUBSCRIPTION } from './limited-team.ts'
import { keysPressed, unanswered, withoutKeys } from './unanswered.ts'

/** Texts are queued for so long at an open permission prompt. */
const NUDGED_FOR_MS = 20_000
/** A dialog whose answer is known has its first key well before. */
const STANDS_MS = 10_000

const ASKING = ['--permission-mode', 'default']
const RESETS_MS = Date.now() + 72 * 3_600_000

let team: CliTeam
beforeAll(async () => {
  const agents = {
    unanswered: unanswered('claude', {
      files: {
        '.claude/.claude.json': withoutKeys('projects', 'customApiKeyResponses'),
        '.claude/settings.json': withoutKeys('skipDangerousModePermissionPrompt'),
      },
    }),
    fresh: unanswered('claude', {
      args: ASKING,
      files: { '.claude/.claude.json': withoutKeys('hasCompletedOnboarding') },
    }),
    mistaken: unanswered('claude', { args: ASKING, files: { '.claude/settings.json': '{ "tui": ' } }),
    asking: unanswered('claude', { args: ASKING }),
    limited: unanswered('claude', { args: ASKING, env: SUBSCRIPTION }),
  }
  team = await CliTeam.lay(agents, {
    rules: [
      { when: /do it/, answer: [{ text: 'I do it.', run: 'touch approved' }, 'It is done.'] },
      { when: /too much/, answer: claudeLimit({ claim: 'seven_day', resetsAtMs: RESETS_MS }) },
    ],
  })
  await team.start()
})

afterAll(() => team?.close())

test.concurrent('Claude starts with every first-run answer taken away: each dialog is answered, none with its destructive default', async () => {
  await team.untilReady(['unanswered'], 40_000)
  expect(keysPressed(team, 'unanswered')).toEqual([
    ...['trust-folder: Down', 'trust-folder: Enter'],
    ...['api-key: Up', 'api-key: Enter'],
    ...['bypass-permissions: Down', 'bypass-permissions: Enter'],
  ])
  expect(team.member('unanswered').incarnation).toBe(1)
})

test.concurrent('Claude starts in a home that never saw it: its theme and its notes are passed', async () => {
  await team.untilReady(['fresh'], 30_000)
  expect(keysPressed(team, 'fresh')).toEqual(['theme: Enter', 'security-notes: Enter'])
  expect(team.member('fresh').incarnation).toBe(1)
})

test.concurrent('settings that Claude cannot read are a person’s to mend: no key is pressed', async () => {
  await team.until('it is named', () =>
    team.member('mistaken').verdict.detail.startsWith('on a start-up dialog (settings-error): '),
  )
  team.send('mistaken', 'hello')
  await sleep(STANDS_MS)
  expect(team.screen('mistaken')).toContain('❯ 1. Fix with Claude')
  expect(keysPressed(team, 'mistaken')).toEqual([])
  expect(team.member('mistaken').incarnation).toBe(1)
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
  expect(keysPressed(team, 'asking')).toEqual([])
  expect(existsSync(join(team.cwd('asking'), 'approved'))).toBe(false)
})

test.concurrent('a weekly limit’s menu is answered with waiting', async () => {
  await team.untilReady(['limited'], 30_000)
  team.send('limited', 'do too much')
  await team.until('the menu is answered', () => keysPressed(team, 'limited').length > 0)
  await team.until('its input box is back', () => team.screen('limited').includes('? for shortcuts'))
  expect(keysPressed(team, 'limited')).toEqual(['limit: Enter'])
})
