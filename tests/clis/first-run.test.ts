import { readdirSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { ASKING_CLIS, type AskingCli } from './first-run-address.ts'
import { openAsked, QUESTIONS } from './first-run-asked.ts'
import { openFirstRunTeam } from './first-run-team.ts'
import { clisOfThisRun } from './program.ts'

let opened: { close(): Promise<void> } | undefined
afterEach(async () => {
  await opened?.close()
  opened = undefined
})

const isWanted = (cli: AskingCli) => clisOfThisRun().includes(cli)

/** gemini takes 4 s of one core. */
const START_MS = 40_000

test.each(ASKING_CLIS.filter(isWanted))(
  '%s comes to its input box without a key, in a config folder that is not there before',
  async (cli) => {
    const { team, folder, startedWith, close } = await openFirstRunTeam(cli)
    opened = { close }
    await team.untilReady(['builder'], START_MS)
    const screen = team.tmux('capture-pane', '-p', '-t', '=t-builder:')
    for (const { words } of QUESTIONS) expect(screen).not.toMatch(words)
    expect(readdirSync(folder)).toContain('.agents-owned')
    expect(startedWith()).toContain('its folder is trusted')
    expect(startedWith()).not.toContain('not answered')
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
