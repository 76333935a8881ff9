import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { AGENT } from '../support/cli-team.ts'
import { hold } from '../support/model-server/hold.ts'
import { WatchedCli } from './watched-cli.ts'

let cli: WatchedCli
afterEach(() => cli.close())

const UNATTENDED = [
  '--no-daemon',
  '--no-alt-screen',
  ...['--ask-for-approval', 'never', '--sandbox', 'danger-full-access'],
]

/** A command that Codex may not run without leave. */
const ESCALATED = {
  cmd: 'touch made',
  sandbox_permissions: 'require_escalated',
  justification: 'It must be made.',
}

test('Codex tells by its title that it works while an answer streams, and that it asks leave; its rollout tells of turns, too', async () => {
  const gate = hold(4)
  const streaming = { text: 'I work on it for long.\n\nAnd longer\n\nstill.\n', chunks: 8, hold: gate }
  cli = await WatchedCli.start(
    'codex',
    [
      { when: /\bwork\b/, answer: streaming },
      {
        when: /leave/,
        answer: [{ text: 'I make it.', toolCalls: [{ name: 'exec_command', input: ESCALATED }] }, 'Made.'],
      },
    ],
    { args: ['--no-alt-screen', '--ask-for-approval', 'on-request', '--sandbox', 'workspace-write'] },
  )
  await cli.until(/^idle: title null, screen idle/)
  cli.send('work')
  await gate.reached
  await cli.until(/^working: title working, transcript working/)
  gate.open()
  await cli.until(/^idle: title null, transcript idle, screen idle/)

  cli.send('take leave')
  await cli.until(/^(permission|question): title permission/)
  await cli.untilVerdict('waiting')
  cli.send('a text that may not be typed now')
  await cli.team.until('the text is held back', () =>
    Object.values(cli.team.memory().withheld).some((why) => /asks leave|a dialog/.test(why)),
  )
  cli.press('Escape')
  await cli.until(/^(idle|working): /)
  expect(existsSync(join(cli.team.cwd(), 'made'))).toBe(false)
})

test('with its title switched off its rollout tells that an answer is being written: a text waits for its end', async () => {
  const gate = hold(4)
  cli = await WatchedCli.start(
    'codex',
    [
      {
        when: /\bwork\b/,
        answer: { text: 'I work on it for long.\n\nAnd longer\n\nstill.\n', chunks: 8, hold: gate },
      },
    ],
    { args: [...UNATTENDED, '-c', 'tui.terminal_title=[]'] },
  )
  cli.send('work')
  await gate.reached
  await cli.until(/^working: title null, transcript working, screen idle/)
  cli.send('and more')
  await cli.team.untilWithheld(AGENT, 'it is working')
  gate.open()
  await cli.until(/^idle: title null, transcript idle, screen idle/)
  const { asked } = await cli.team.server.find(({ asked: { text } }) => text.includes('and more'))
  expect(asked.step).toBe(0)
})
