import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openAsked, QUESTIONS } from './first-run-asked.ts'
import { openFirstRunTeam, STARTING_CLIS, type StartingCli } from './first-run-team.ts'
import { clisOfThisRun } from './program.ts'

let opened: { close(): Promise<void> } | undefined
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

const isWanted = (cli: StartingCli) => clisOfThisRun().includes(cli)

/** opencode takes up to 21 s on a machine that does nothing else. */
const START_MS = 90_000
/** Without the answer qwen's question had come by then, on two busy cores. */
const ASKS_MS = 5_000

test.each(STARTING_CLIS.filter(isWanted))(
  '%s comes to its input box without a key pressed, though it never ran before',
  async (cli) => {
    const { team, folder, startedWith, close } = await openFirstRunTeam(cli)
    opened = { close }
    await team.untilReady(['builder'], START_MS)
    const screen = team.tmux('capture-pane', '-p', '-t', '=t-builder:')
    for (const { words } of QUESTIONS) expect(screen).not.toMatch(words)
    expect(startedWith()).not.toContain('not answered')
    if (QUESTIONS.every((asked) => asked.cli !== cli)) return
    expect(readdirSync(folder)).toContain('.agents-owned')
    expect(startedWith()).toContain('its folder is trusted')
  },
)

test.each(QUESTIONS.filter(({ cli }) => isWanted(cli)))(
  '$cli asks whether $question, when this one answer is taken away',
  async (asked) => {
    const { pane, close } = await openAsked(asked)
    opened = { close }
    await pane.waitFor(asked.words, START_MS)
  },
)

test.runIf(isWanted('qwen'))(
  'qwen does not ask about a folder that is answered for in its file',
  async () => {
    const [asked] = QUESTIONS.filter(({ cli }) => cli === 'qwen')
    if (!asked) throw new Error('qwen has no question')
    const { pane, close } = await openAsked({ ...asked, question: 'none is taken away' })
    opened = { close }
    await pane.waitFor(/Type your message/, START_MS)
    // The question takes the place of a box that was drawn a moment before.
    await sleep(ASKS_MS)
    const screen = await pane.screen()
    expect(screen).toContain('Type your message')
    expect(screen).not.toMatch(asked.words)
  },
)
