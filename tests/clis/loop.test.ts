import { afterEach, expect, test } from 'vitest'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ExampleTeam } from '../support/played/example-team.ts'

let team: ExampleTeam | undefined
afterEach(() => team?.close())

test('the example with real CLIs runs to its end', async () => {
  team = await ExampleTeam.open({ builder: 'claude', correctness: 'claude', readability: 'codex', desk: 'claude' })
  const { stateDir, folder } = team
  console.log(folder, team.socket, team.env.TMUX_TMPDIR)
  await team.start()
  try {
    await team.until('the sequence is complete', () => existsSync(join(stateDir, 'SEQUENCE-COMPLETE')), 100_000)
  } finally {
    console.log(team.sentences().join('\n'))
    for (const [name, player] of team.players) console.log(name, player.failures)
    console.log(team.server.summary(), team.server.troubles)
  }
  console.log(team.agents('status'))
  console.log(team.agents('tokens'))
  expect(1).toBe(1)
})
