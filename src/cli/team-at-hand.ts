import { dirname, relative, resolve } from 'node:path'
import type { Problem } from '../config/problem.ts'
import type { Team } from '../model/team.ts'
import { exists, readText, realPath } from '../system/files.ts'
import type { Arguments } from './command.ts'
import { RecordView } from './record-view.ts'
import { recallTeam } from './team-cache.ts'

/** What a command works with: the team as its file tells it, and the record that its watchdog keeps. */
export interface TeamAtHand {
  /** The agents.toml, absolute, links resolved. */
  readonly file: string
  /**
   * null: the file is wrong now; a running watchdog keeps the last good one in force. Commands, environments and
   * addresses in it may be left out (team-cache.ts); `demandTeam` gives them.
   */
  readonly team: Team | null
  readonly problems: readonly Problem[]
  readonly text: string
  readonly stateDir: string
  readonly record: RecordView
}

/** Reads the team for commands that only need its record, so that they work with a broken agents.toml too. */
export async function readTeam(args: Arguments): Promise<TeamAtHand> {
  const file = realPath(args.configFile())
  const text = readText(file) ?? ''
  const stateDir = resolve(dirname(file), stateDirIn(text))
  const team = recallTeam(stateDir, file, text)
  return team
    ? { ...{ file, team, text, problems: [], stateDir }, record: new RecordView(stateDir) }
    : load(file, text)
}

/** As readTeam, but from the file itself, with the files that it names looked for. */
export async function loadTeamAtHand(args: Arguments): Promise<TeamAtHand> {
  const file = realPath(args.configFile())
  const at = await load(file, readText(file) ?? '')
  if (!at.team) return at
  const { fileProblems } = await import('../config/named-files.ts')
  return { ...at, problems: fileProblems(at.team, at.text, { exists, read: readText }) }
}

/** The validator and what is known of CLIs are loaded only here: with them a command takes half as long again to start. */
async function load(file: string, text: string): Promise<TeamAtHand> {
  const { loadTeam } = await import('../config/load.ts')
  const { keepTeam } = await import('./team-cache-keep.ts')
  const loaded = loadTeam(text, file, process.env)
  if (loaded.ok) keepTeam(loaded.team, text)
  const team = loaded.ok ? loaded.team : null
  const stateDir = team?.watchdog.stateDir ?? resolve(dirname(file), stateDirIn(text))
  const problems = loaded.ok ? [] : loaded.problems
  return { file, team, problems, text, stateDir, record: new RecordView(stateDir) }
}

/** A path as short as it can be named from the current folder. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path)
  return short !== '' && short.length < path.length ? short : path
}

/** The state folder as the text names it, found without reading the text as TOML, so also in one that is none. */
function stateDirIn(text: string): string {
  return /^[ \t]*state_dir[ \t]*=[ \t]*(["'])(.+?)\1/m.exec(text)?.[2] ?? '.agents'
}
