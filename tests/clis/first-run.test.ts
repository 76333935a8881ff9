import { readdirSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { waitUntil } from '../support/private-tmux.ts'
import { type FirstRunTeam, openFirstRunTeam } from './first-run-team.ts'
import { clisOfThisRun } from './program.ts'

let opened: FirstRunTeam | undefined
afterEach(() => opened?.close())

const KNOWN = ['claude', 'codex', 'gemini'] as const
const clis = KNOWN.filter((name) => clisOfThisRun().includes(name))

test.each(clis)('%s starts with an empty config folder and stands at its input box', async (cli) => {
  opened = await openFirstRunTeam(cli)
  const { team, folder, screen, state } = opened
  await waitUntil(
    () => `${cli} is idle; its screen:\n${screen()}`,
    () => state() === 'idle',
    30_000,
  )
  console.log(screen().replace(/\n+/g, '\n'), team.sentences(/builder/), readdirSync(folder))
  expect(team.member('builder').run).toBe('running')
})
