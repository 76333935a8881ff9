import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readProcess } from '../../src/system/process-table.ts'
import { aPane, BOOT } from '../support/situation.ts'
import { aRun, FIRST, SECOND, SourceFixture, STRANGE } from '../support/source-fixture.ts'
import { TeamFixture } from '../support/team-fixture.ts'

describe("Claude Code's own registry", () => {
  let at: SourceFixture
  let leader: ChildProcess
  let child: number

  beforeEach(async () => {
    at = new SourceFixture()
    // As tmux starts it: the leader of a session of its own, with the real program below it.
    leader = spawn('sh', ['-c', 'sleep 600 & echo $!; wait'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [line] = leader.stdout ? await once(leader.stdout, 'data') : []
    child = Number(line)
  })
  afterEach(() => {
    if (leader.pid) process.kill(-leader.pid, 'SIGKILL')
    at.remove()
  })

  const builder = () => at.agent('builder', 'claude')
  const startOf = async (pid: number) => (await readProcess(pid))?.startTicks ?? 0
  const register = (pid: number, startTicks: number, sessionId: string) =>
    at.write(`.claude/sessions/${pid}.json`, { pid, procStart: String(startTicks), sessionId, cwd: '/x' })
  const members = async (session = FIRST) => {
    const pid = leader.pid ?? 0
    const pane = { ...aPane('builder').pane, pid, startTicks: await startOf(pid), bootId: BOOT }
    return { members: { builder: { pane, runs: [aRun({ session })] } } }
  }
  const transcript = (session: string) => `.claude/projects/-p/${session}.jsonl`

  test("says which session the pane's program is in, and /clear leads to another; both stay its own when it ends", async () => {
    for (const session of [FIRST, SECOND, STRANGE]) at.write(transcript(session))
    const pid = leader.pid ?? 0
    const record = await members('')
    register(pid, await startOf(pid), FIRST)
    expect((await at.found([builder()], record)).builder).toEqual([transcript(FIRST)])
    const entry = register(pid, await startOf(pid), SECOND)
    writeFileSync(entry, `${JSON.stringify({ pid, procStart: await startOf(pid), sessionId: SECOND })}\n`)
    expect((await at.found([builder()], record)).builder).toEqual([transcript(FIRST), transcript(SECOND)])
    rmSync(entry)
    expect((await at.found([builder()], record)).builder).toEqual([transcript(FIRST), transcript(SECOND)])
  })

  test('is believed for a program below the one that was launched', async () => {
    at.write(transcript(SECOND))
    register(child, await startOf(child), SECOND)
    expect((await at.found([builder()], await members())).builder).toEqual([transcript(SECOND)])
  })

  test('is not believed for an earlier process with that pid, nor for a stranger', async () => {
    at.write(transcript(SECOND))
    at.write(transcript(STRANGE))
    register(leader.pid ?? 0, (await startOf(leader.pid ?? 0)) - 1, SECOND)
    register(process.pid, await startOf(process.pid), STRANGE)
    expect((await at.found([builder()], await members())).builder).toBeUndefined()
  })
})

describe('a team', () => {
  let team: TeamFixture
  afterEach(() => team.close())

  /** Like Claude Code, it takes an id and writes the session's file with its first words. */
  const CLI = `
const { appendFileSync, mkdirSync } = require('node:fs')
const { join } = require('node:path')
const id = process.argv[process.argv.indexOf('--session-id') + 1]
const folder = join(process.env.HOME, '.claude', 'projects', '-a-slug')
mkdirSync(folder, { recursive: true })
appendFileSync(join(folder, id + '.jsonl'), '{}\\n')
setInterval(() => undefined, 1000)
`

  test('starts each run with the id that its record tells, and the pane tells when its transcript was written', async () => {
    team = new TeamFixture()
    team.write('cli.cjs', CLI)
    team.config(
      `[backend.like-claude]\nprofile = "claude"\ncommand = [${JSON.stringify(process.execPath)}, "${join(team.folder, 'cli.cjs')}"]\n` +
        `[[agent]]\nname = "builder"\nbackend = "like-claude"\nkind = "persistent"\nwatch = "heal"\n`,
    )
    const file = () => team.read(`.claude/projects/-a-slug/${team.member('builder').session}.jsonl`)
    await team.start()
    await team.until('its first session', () => team.member('builder').session !== '' && file() !== null)
    const first = team.member('builder').session
    await team.until('its transcript is told', () => {
      const { seen } = team.member('builder')
      return seen?.kind === 'here' && seen.transcriptMs !== null
    })
    team.ask({ ask: 'restart', agents: ['builder'] })
    await team.until('its second session', () => team.member('builder').session !== first && file() !== null)
    await team.until('it runs again', () => team.member('builder').run === 'running')
    expect(team.member('builder').runs.map(({ endedMs }) => endedMs === null)).toEqual([false, true])
  })
})
