import { join } from 'node:path'
import { launchAgent, launchService, messagesOf, runMark } from '../backends/launch.ts'
import type { Outcome } from '../model/event.ts'
import type { PaneIdentity } from '../model/identity.ts'
import { isAgent, programOf, recall, serverOf, sessionOf } from '../model/lookup.ts'
import type { Agent, Service, Team } from '../model/team.ts'
import { ensurePrivateFolder, exists } from '../system/files.ts'
import { cloneFor } from './clone.ts'
import { endEarlierRuns } from './end.ts'
import { type Deed, failed, type Hands } from './hands.ts'
import { layHooks } from './lay-hooks.ts'
import { type Prepared, prepare } from './prepare.ts'

/** Starts one run of a program in a session of its own. A session of ours that only holds a dead pane is replaced. */
export async function start(hands: Hands, deed: Deed): Promise<Outcome> {
  const { decision, team, memory, teamId } = deed
  const program = programOf(team, decision.target)
  if (decision.action.do !== 'start' || !program) return failed(`no program is named ${decision.target}`)
  const folder = await ensureFolder(hands, team, program)
  if (folder !== '') return failed(folder)
  const name = serverOf(team, memory, program.name)
  const server = await hands.lanes.run(name, () => hands.tmux.startServer(name, serverStart(team, name)))
  if (server.kind === 'failed') return failed(`tmux server ${name}: ${server.detail}`)
  const session = sessionOf(team, program.name)
  const cleared = await clearDead(hands, name, session, teamId)
  if (cleared !== '') return failed(cleared)
  const { incarnation } = decision.action
  const mark = runMark(teamId, program.name, incarnation)
  const left = await endEarlierRuns(hands, mark)
  if (left.length > 0)
    return failed(`its last run cannot be ended: pid ${left.map((one) => one.pid).join(', ')}`)
  const ready = await makeReady(hands, deed, program, mark)
  if (!ready.ok) return failed(ready.text)
  const { argv, env } = ready.launch
  const made = await hands.tmux.newSession(name, {
    ...{ session, cwd: program.cwd, argv, env },
    ...{ columns: team.watchdog.columns, rows: team.watchdog.rows },
    marks: { owner: teamId, incarnation: String(incarnation) },
  })
  if (made.kind !== 'made') return failed(`tmux made no session ${session}: ${made.detail}`)
  const pane: PaneIdentity = {
    ...{ server: name, serverPid: server.server.pid, serverStartTicks: server.server.startTicks },
    ...{ session, paneId: made.paneId, pid: made.panePid, startTicks: made.paneStartTicks ?? 0 },
    bootId: hands.clock.now().bootId,
  }
  const started = `session ${session}, pane ${made.paneId}, pid ${made.panePid}`
  return { ok: true, text: [started, ...ready.notes].join('; '), pane }
}

/** What is started: of an agent past what its CLI would ask first, with hooks that tell what it does and a folder for its long texts. */
async function makeReady(
  hands: Hands,
  { team, memory }: Deed,
  program: Agent | Service,
  mark: string,
): Promise<Prepared> {
  if (!isAgent(program)) return { ok: true, launch: launchService(program, mark), notes: [] }
  ensurePrivateFolder(messagesOf(team, program))
  const { session, incarnation } = recall(memory, program.name)
  const hooks = layHooks(team, program, incarnation)
  const names = { mark, session, hooks: hooks.folder }
  const ready = await prepare(hands, team, program, launchAgent(team, program, names, hands.installation))
  return ready.ok && hooks.why !== '' ? { ...ready, notes: [...ready.notes, hooks.why] } : ready
}

function serverStart(team: Team, name: string): Parameters<Hands['tmux']['startServer']>[1] {
  const { stateDir, columns, rows } = team.watchdog
  const nudgeFile = join(stateDir, 'requests', 'nudge')
  return { columns, rows, configurationFile: join(stateDir, `${name}.conf`), nudgeFile }
}

/** '' when the working folder is there, made if it is to be a clone; else what is wrong with it. */
async function ensureFolder(hands: Hands, team: Team, program: Agent | Service): Promise<string> {
  if (isAgent(program) && program.clone) return cloneFor(hands, team, program)
  if (exists(program.cwd)) return ''
  const mend = isAgent(program) ? 'make it, or set clone = true' : 'make it'
  return `cwd ${program.cwd} does not exist; ${mend}`
}

/** Takes away our own session of that name if its program has ended. '' when the name is free. */
async function clearDead({ tmux }: Hands, server: string, session: string, owner: string): Promise<string> {
  const seen = await tmux.look(server, { sinceSec: null, rows: 'all', capture: 'none' })
  if (seen.kind !== 'up')
    return seen.kind === 'gone' ? '' : `tmux server ${server} gives no answer: ${seen.detail}`
  const rows = seen.panes.filter((row) => row.session === session)
  if (rows.length === 0) return ''
  if (rows.some((row) => row.owner !== owner))
    return `a session ${session} exists that agents did not start; rename it`
  if (rows.some((row) => !row.dead)) return `session ${session} is still alive`
  await tmux.endSession(server, session, owner)
  return ''
}
