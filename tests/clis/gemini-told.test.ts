import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { hold } from '../support/model-server/hold.ts'
import { geminiError } from '../support/model-server/limits.ts'
import { WatchedCli } from './watched-cli.ts'

let cli: WatchedCli | null = null
afterEach(async () => {
  await cli?.close()
  cli = null
})

test('Gemini CLI tells by its title and its screen alike when it works, asks leave and rests', async () => {
  const gate = hold(4)
  cli = await WatchedCli.start(
    'gemini',
    [
      { when: /\bwork\b/, answer: { text: 'I work on it for long.\n\nAnd longer.', chunks: 8, hold: gate } },
      { when: /leave/, answer: [{ text: 'I make it.', run: 'touch made' }, 'Made.'] },
      { when: /fail/, answer: geminiError(400, 'INVALID_ARGUMENT', 'No such thing.') },
    ],
    { args: [] },
  )
  // Without --yolo it asks whether it may read the folder of our long texts: a person answers.
  await cli.until(/^question: title idle, .*screen question/, 60_000)
  cli.press('Enter')
  await cli.until(/^idle: title idle, .*screen idle/)
  cli.send('work')
  await cli.until(/^working: title working, .*screen working/)
  await gate.reached
  gate.open()
  await cli.until(/^idle: title idle, .*screen idle/)

  cli.send('take leave')
  await cli.until(/^permission: title permission, .*screen permission/)
  await cli.untilVerdict('waiting')
  cli.press('Escape')
  await cli.until(/^idle: title idle, .*screen idle/)
  expect(existsSync(join(cli.team.cwd(), 'made'))).toBe(false)

  cli.send('fail')
  await cli.team.server.find(({ asked }) => asked.text === 'fail')
  await cli.until(/^(idle|failed): /)
})
