import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { hold } from '../support/model-server/hold.ts'
import { openaiError } from '../support/model-server/limits.ts'
import { WatchedCli } from './watched-cli.ts'

let cli: WatchedCli | null = null
afterEach(async () => {
  await cli?.close()
  cli = null
})

/** After a turn it asks its model what to remember, and takes no key until it has drawn that: keys of that time come all at once. */
const withoutMemory = (text: string) =>
  JSON.stringify({ ...JSON.parse(text), memory: { enableManagedAutoMemory: false } })

test('Qwen Code tells by hooks of this session when it works, rests and fails; its screen tells that it asks leave', async () => {
  const gate = hold(4)
  cli = await WatchedCli.start(
    'qwen',
    [
      { when: /\bwork\b/, answer: { text: 'I work on it for long.\n\nAnd longer.', chunks: 8, hold: gate } },
      { when: /leave/, answer: [{ text: 'I make it.', run: 'touch made' }, 'Made.'] },
      { when: /fail/, answer: openaiError(402, 'insufficient_balance', 'Insufficient Balance') },
    ],
    { args: [], files: { '.qwen/settings.json': withoutMemory } },
  )
  await cli.until(/^idle: hook idle, .*screen idle/)
  cli.send('work')
  await cli.until(/^working: hook working/)
  await gate.reached
  gate.open()
  await cli.until(/^idle: hook idle, .*screen idle/)

  cli.send('take leave')
  await cli.until(/^permission: hook working, .*screen permission/)
  await cli.untilVerdict('waiting')
  cli.press('Escape')
  // No hook tells of it: a screen that rests for a while does.
  await cli.until(/^idle: hook working, .*screen idle/, 40_000)
  expect(existsSync(join(cli.team.cwd(), 'made'))).toBe(false)

  cli.send('fail')
  await cli.until(/^failed: hook failed/)
  expect(cli.pane?.state.detail).toMatch(/402 Insufficient Balance/)
})
