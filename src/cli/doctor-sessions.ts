import { join } from 'node:path'
import { findRunsOf } from '../act/end.ts'
import { teamIdOf } from '../daemon/open-world.ts'
import { programOf, recall, serversOf, sessionOf } from '../model/lookup.ts'
import type { Team } from '../model/team.ts'
import { exists, listFolder, removeFile } from '../system/files.ts'
import type { TmuxDoor } from '../system/tmux.ts'
import { type Finding, finding } from './doctor-finding.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { isWatched } from './watchdog-state.ts'

type Known = TeamAtHand & { readonly team: Team }

/** Our sockets that nobody listens on, sessions that nobody owns, and processes that nobody watches. */
export async function lookAtSessions(
  at: Known,
  tmux: TmuxDoor,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finding[]> {
  const folder = socketFolder(environment)
  const names = [...new Set([...serversOf(at.team, at.record.memory), ...socketsOf(at.team, folder)])]
  const [servers, left] = await Promise.all([
    Promise.all(names.map((name) => lookAtServer(at, tmux, { name, folder }))),
    lookForLeft(at),
  ])
  const findings = [...servers.flat(), ...left]
  return findings.length > 0 ? findings : [finding('ok', 'sessions', 'nothing is left that nobody owns')]
}

/** Where tmux keeps the sockets of this user. */
function socketFolder({ TMUX_TMPDIR }: Readonly<Record<string, string | undefined>>): string {
  return join(TMUX_TMPDIR || '/tmp', `tmux-${process.getuid?.() ?? 0}`)
}

/** Sockets with the names of the team's servers, also of shards that it no longer needs. */
function socketsOf({ watchdog }: Team, folder: string): string[] {
  const isOurs = (name: string) =>
    name.startsWith(`${watchdog.socket}-`) && /^\d+$/.test(name.slice(watchdog.socket.length + 1))
  return listFolder(folder).filter(isOurs)
}

async function lookAtServer(
  at: Known,
  tmux: TmuxDoor,
  { name, folder }: { readonly name: string; readonly folder: string },
): Promise<Finding[]> {
  const found = await tmux.findServer(name)
  if (found.kind === 'up') return lookAtOwners(at, tmux, name)
  const about = `tmux server ${name}`
  if (found.why === 'refused') return staleSocket(about, join(folder, name))
  return found.why === 'no-socket' ? [] : [finding('unknown', about, `it gives no answer: ${found.detail}`)]
}

function staleSocket(about: string, path: string): Finding[] {
  if (!exists(path)) return []
  const fix = () => {
    removeFile(path)
    return `removed ${path}`
  }
  return [{ ...finding('warn', about, `nobody listens on ${path}`, 'agents doctor --fix'), fix }]
}

async function lookAtOwners({ team, record }: Known, tmux: TmuxDoor, name: string): Promise<Finding[]> {
  const id = teamIdOf(team)
  const about = `tmux server ${name}`
  const rows = await tmux.listSessions(name)
  if (rows === null) return [finding('unknown', about, 'it did not list its sessions')]
  return rows.flatMap(({ session, owner }) => {
    const end = `tmux -L ${name} kill-session -t =${session}:`
    if (owner !== id) return [finding('warn', about, `session ${session} was not started by this team`, end)]
    const member = session.slice(team.watchdog.sessionPrefix.length)
    const isKnown = session === sessionOf(team, member) && programOf(team, member) !== null
    // One that was taken out of the file runs on until its end is done.
    if (isKnown || recall(record.memory, member).run !== 'off') return []
    return [finding('warn', about, `session ${session} is ours, and no agent of agents.toml`, end)]
  })
}

/** Processes of the team while nobody watches and, by the record, nothing runs. */
async function lookForLeft(at: Known): Promise<Finding[]> {
  const runs = Object.values(at.record.memory.members).some(({ run }) => run !== 'off')
  if (isWatched(at) || runs) return []
  const left = await findRunsOf(teamIdOf(at.team))
  if (left.length === 0) return []
  const pids = left.map(({ pid }) => pid).join(', ')
  const seen = `earlier runs left something behind: pid ${pids}`
  return [finding('warn', 'processes', seen, 'agents down')]
}
