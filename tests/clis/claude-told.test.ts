import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { AGENT } from '../support/cli-team.ts'
import { hold } from '../support/model-server/hold.ts'
import { CLAUDE_CREDIT_TOO_LOW, claudeLimit } from '../support/model-server/limits.ts'
import { SUBSCRIPTION } from './limited-team.ts'
import { WatchedCli } from './watched-cli.ts'

let cli: WatchedCli
afterEach(() => cli.close())

const ASKING = ['--permission-mode', 'default']

test('Claude Code tells by hooks and registry when it works, asks leave, rests, fails, and is interrupted', async () => {
  const gate = hold(5)
  const made = join(process.env.TMPDIR ?? '/tmp', `agents-leave-${process.pid}`)
  cli = await WatchedCli.start(
    'claude',
    [
      {
        when: /\bwork\b/,
        answer: { text: 'I work on it.\n\nFor long.\n\nAnd longer\n\nstill.\n', chunks: 8, hold: gate },
      },
      { when: /leave/, answer: [{ text: 'I make it.', run: `touch ${made}` }, 'Made.'] },
      { when: /fail/, answer: CLAUDE_CREDIT_TOO_LOW },
    ],
    { args: ASKING },
  )
  await cli.until(/^idle: hook idle, registry idle,/)

  cli.send('work')
  await cli.until(/^working: hook working, registry working,/)
  // An Escape before the first words would put the text back into the input box.
  await cli.team.until('the answer streams', () => cli.screen().includes('I work'))
  cli.press('Escape')
  // No hook tells of it.
  await cli.until(/^idle: hook working, registry idle,/)

  cli.send('take leave')
  await cli.until(/^(permission|question): hook permission, registry permission,/)
  await cli.untilVerdict('waiting')
  cli.send('a text that may not be typed now')
  await cli.team.until('the text is held back', () => {
    const [why] = Object.values(cli.team.memory().withheld)
    return why !== undefined
  })
  cli.press('Escape')
  await cli.until(/^(idle|working): /)
  expect(existsSync(made)).toBe(false)

  await cli.until(/^idle: hook idle, registry idle/)
  cli.send('fail')
  await cli.until(/^failed: hook failed, registry idle/)
  expect(cli.pane?.state.detail).toBe('Credit balance is too low')
})

test('Claude Code tells of a job in the background and of compaction; its word outlives the watchdog, and not itself', async () => {
  const gate = hold(0)
  cli = await WatchedCli.start(
    'claude',
    [
      {
        when: /start a job/,
        answer: [
          {
            toolCalls: [
              {
                name: 'Bash',
                input: { command: 'sleep 60', run_in_background: true, description: 'a long sleep' },
              },
            ],
          },
          'Started.',
        ],
      },
      { kind: 'compaction', answer: { text: 'A summary.', hold: gate } },
    ],
    {},
  )
  cli.send('start a job')
  await cli.until(/^background: hook background, registry background/)
  expect(cli.pane?.state.detail).toBe('a long sleep')
  await cli.untilVerdict('idle')

  await cli.team.restartWatchdog()
  await cli.until(/^background: hook background/)

  cli.send('/compact')
  await cli.until(/^compacting: hook compacting, registry working/)
  gate.open()
  await cli.until(/^background: hook null, registry background/)

  const { incarnation } = cli.team.member(AGENT)
  const pid = cli.pane?.pane.pid ?? 0
  process.kill(pid, 'SIGKILL')
  await cli.team.until('a new run', () => cli.team.member(AGENT).incarnation > incarnation)
  expect(readdirSync(join(cli.team.home.folder, '.claude', 'sessions'))).toContain(`${pid}.json`)
  await cli.until(/^idle: hook idle, registry idle/)
})

test('a limit is told by hook with its banner and its reset', async () => {
  const resetsAtMs = Math.ceil(Date.now() / 3_600_000 + 2) * 3_600_000
  cli = await WatchedCli.start(
    'claude',
    [{ when: /go/, answer: claudeLimit({ claim: 'five_hour', resetsAtMs }) }],
    { env: SUBSCRIPTION },
  )
  cli.send('go')
  await cli.until(/hook limited/)
  expect(cli.pane?.state).toMatchObject({ says: 'limited', untilMs: resetsAtMs })
  expect(cli.pane?.state.detail).toMatch(/5-hour limit · resets /)
})
