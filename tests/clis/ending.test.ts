import { afterEach, expect, test } from 'vitest'
import { run } from '../../src/system/run.ts'
import { type EndingTeam, openEndingTeam } from './ending-team.ts'
import { clisOfThisRun } from './program.ts'

let all: EndingTeam | undefined
afterEach(async () => {
  await all?.close()
  all = undefined
})

const MAIN = new URL('../../agents.ts', import.meta.url).pathname

/** Ends the team with the command that a person would type. */
function down({ team }: EndingTeam) {
  return run([process.execPath, MAIN, 'down', '--config', team.file], { env: team.env, deadlineMs: 60_000 })
}

test.each(clisOfThisRun())(
  'no process of %s outlives its run: idle, busy, at a question, with a program in the background',
  async (cli) => {
    all = await openEndingTeam(cli)
    const { team, names } = all
    const watchdog = await team.start()
    await all.untilInState()
    const before = all.left().filter(({ pid }) => pid !== watchdog.pid && pid !== team.serverPid())
    expect(before.length).toBeGreaterThan(names.length)

    team.ask({ ask: 'restart', agents: names })
    const runsAgain = (name: string) =>
      team.member(name).incarnation === 2 && team.member(name).run === 'running'
    await team.until('all run again', () => names.every(runsAgain))
    const now = all.left().map(({ pid }) => pid)
    expect(before.filter(({ pid }) => now.includes(pid))).toEqual([])

    await all.untilInState()
    await watchdog.end('SIGKILL')
    expect(await down(all)).toMatchObject({ code: 0 })
    expect(all.left()).toEqual([])
  },
  // Four OpenCodes on two busy cores took 230 s, the usual three CLIs take 6 to 17.
  400_000,
)
