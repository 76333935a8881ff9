import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CliTeam } from '../support/cli-team.ts'
import { codexLimit, codexWindows } from '../support/model-server/limits.ts'
import { keysPressed, unanswered, withoutTable } from './unanswered.ts'

/** Texts are queued for so long at an open approval prompt. */
const NUDGED_FOR_MS = 8_000
const DAYS_AWAY_MS = Date.now() + 72 * 3_600_000

/** What it found when it looked for a newer version. */
const NEWER_VERSION =
  '{"latest_version":"9.9.9","last_checked_at":"2099-01-01T00:00:00Z","dismissed_version":null}'
/** Of its own list of models, which names a newer one for it. */
const OLDER_MODEL = 'gpt-5.6-sol'
const asOutdated = (config: string) =>
  withoutTable('projects')(config)
    .replace('check_for_update_on_startup = false', '')
    .replace(/^model = .*/m, `model = "${OLDER_MODEL}"`)

let team: CliTeam
beforeAll(async () => {
  const escalated = {
    cmd: 'touch approved',
    sandbox_permissions: 'require_escalated',
    justification: 'May I?',
  }
  const args = ['--no-alt-screen', '--ask-for-approval', 'on-request', '--sandbox', 'read-only']
  const agents = {
    untrusted: unanswered('codex', { files: { '.codex/config.toml': withoutTable('projects') } }),
    outdated: unanswered('codex', {
      files: { '.codex/version.json': NEWER_VERSION, '.codex/config.toml': asOutdated },
    }),
    asking: unanswered('codex', { args }),
    limited: unanswered('codex', { files: { '.codex/config.toml': withoutTable('notice') } }),
    switching: unanswered('codex', {
      files: { '.codex/config.toml': withoutTable('notice') },
      backend: { on_limit: 'switch' },
    }),
  }
  const full = codexWindows({ usedPercent: 95, windowMs: 5 * 3_600_000, resetsAtMs: DAYS_AWAY_MS })
  team = await CliTeam.lay(agents, {
    rules: [
      { when: /do it/, answer: [{ toolCalls: [{ name: 'exec_command', input: escalated }] }, 'Done.'] },
      { when: /too much/, answer: { ...codexLimit(DAYS_AWAY_MS), headers: full } },
    ],
  })
  await team.start()
})

afterAll(() => team?.close())

test.concurrent('Codex is given trust for its own folder', async () => {
  await team.until('it is answered', () => keysPressed(team, 'untrusted').length > 0)
  await team.until('it is idle', () => team.member('untrusted').verdict.name === 'idle')
  expect(keysPressed(team, 'untrusted')).toEqual(['trust-folder: Enter'])
  expect(team.member('untrusted').incarnation).toBe(1)
  team.send('untrusted', 'hello')
  await team.untilSettled('untrusted')
  expect(team.messagesTo('untrusted')).toMatchObject([{ state: 'accepted' }])
})

test.concurrent('Codex is neither updated nor given another model, though both rows are chosen', async () => {
  await team.until('it has answered', () => keysPressed(team, 'outdated').includes('newer-model: Enter'))
  await team.until('it is idle', () => team.member('outdated').verdict.name === 'idle')
  expect(keysPressed(team, 'outdated')).toEqual([
    ...['update: Down', 'update: Enter', 'trust-folder: Enter'],
    ...['newer-model: Down', 'newer-model: Enter'],
  ])
  expect(team.member('outdated').incarnation).toBe(1)
  const config = readFileSync(join(team.homes.outdated?.folder ?? '', '.codex/config.toml'), 'utf8')
  expect(config).toContain(`model = "${OLDER_MODEL}"`)
})

test.concurrent('at an approval prompt texts are queued, and approve nothing', async () => {
  await team.untilReady(['asking'], 30_000)
  team.send('asking', 'do it')
  await team.until('it asks for leave', () =>
    team.member('asking').verdict.detail.startsWith('on permission: '),
  )
  const endsMs = Date.now() + NUDGED_FOR_MS
  for (let count = 1; Date.now() < endsMs; count++) {
    team.send('asking', `please continue (${count})`)
    await sleep(1_000)
  }
  expect(team.screen('asking')).toContain('› 1. Yes, proceed (y)')
  expect(keysPressed(team, 'asking')).toEqual([])
  expect(existsSync(join(team.cwd('asking'), 'approved'))).toBe(false)
})

test.concurrent('the menu that would switch to a cheaper model after a limit keeps the model', async () => {
  await team.untilReady(['limited'], 30_000)
  team.send('limited', 'do too much')
  await team.until('the menu is answered', () =>
    keysPressed(team, 'limited').includes('cheaper-model: Enter'),
  )
  expect(keysPressed(team, 'limited')).toEqual(['cheaper-model: Down', 'cheaper-model: Enter'])
  await team.until('its input box is back', () => !team.screen('limited').includes('Keep current model'))
  const config = readFileSync(join(team.homes.limited?.folder ?? '', '.codex/config.toml'), 'utf8')
  expect(config).toContain('model = "gpt-5.4-codex"')
  expect(team.screen('limited')).toContain('gpt-5.4-codex')
})

test.concurrent('with on_limit = "switch" it is answered with the cheaper model', async () => {
  await team.untilReady(['switching'], 30_000)
  team.send('switching', 'do too much')
  await team.until('the menu is answered', () => keysPressed(team, 'switching').length > 0)
  await team.until('its model is another', () => /^ *GPT-6-Luna /im.test(team.screen('switching')))
  expect(keysPressed(team, 'switching')).toEqual(['cheaper-model: Enter'])
  const config = readFileSync(join(team.homes.switching?.folder ?? '', '.codex/config.toml'), 'utf8')
  expect(config).toContain('model = "gpt-5.4-codex"')
})
