import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { hold } from '../support/model-server/hold.ts'
import { WatchedCli } from './watched-cli.ts'

let cli: WatchedCli | null = null
afterEach(async () => {
  await cli?.close()
  cli = null
})

const LONG_MS = 60_000

test('OpenCode is seen at work, asking leave, at rest, and with a list over its box, into which nothing is typed', async () => {
  const gate = hold(4)
  cli = await WatchedCli.start(
    'opencode',
    [
      { when: /\bwork\b/, answer: { text: 'I work on it for long.\n\nAnd longer.', chunks: 8, hold: gate } },
      { when: /leave/, answer: [{ text: 'I make it.', run: 'touch made' }, 'Made.'] },
    ],
    { args: [], env: { OPENCODE_PERMISSION: '{"bash":"ask"}' } },
  )
  // Longer than 150 characters: its box shows a word instead.
  cli.send(`work, ${'and do it well, '.repeat(12)}please`)
  await cli.until(/^working: .*screen working/, LONG_MS)
  await gate.reached
  gate.open()
  await cli.until(/^idle: .*screen idle/, LONG_MS)

  cli.send('take leave')
  await cli.until(/^permission: .*screen permission/, LONG_MS)
  await cli.untilVerdict('waiting')
  cli.press('Escape')
  await cli.until(/^idle: .*screen idle/, LONG_MS)
  expect(existsSync(join(cli.team.cwd(), 'made'))).toBe(false)

  cli.press('C-x', 'm')
  await cli.until(/^question: .*screen question/)
  cli.send('a text that may not be typed now')
  await cli.team.until('it is held back', () => Object.keys(cli?.team.memory().withheld ?? {}).length > 0)
  expect(cli.screen()).not.toContain('a text that')
}, 240_000)
