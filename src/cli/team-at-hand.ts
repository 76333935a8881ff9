import { dirname, relative, resolve } from 'node:path'
import { formatProblems } from '../config/format.ts'
import { loadTeam } from '../config/load.ts'
import { missingFiles } from '../config/missing-files.ts'
import type { Problem } from '../config/problem.ts'
import type { Team } from '../model/team.ts'
import { exists, readText, realPath } from '../system/files.ts'
import type { Arguments } from './command.ts'
import { type ExitError, usageError } from './exit.ts'
import { RecordView } from './record-view.ts'

/** What a command works with: the team as its file tells it, and the record that its watchdog keeps. */
export interface TeamAtHand {
  /** The agents.toml, absolute, links resolved. */
  readonly file: string
  /** null: the file is wrong now; a running watchdog keeps the last good one in force. */
  readonly team: Team | null
  readonly problems: readonly Problem[]
  readonly text: string
  readonly stateDir: string
  readonly record: RecordView
}

/** Reads the team for commands that only need its record, so that they work with a broken agents.toml too. */
export function readTeam(args: Arguments): TeamAtHand {
  const file = realPath(args.configFile())
  const text = readText(file) ?? ''
  const loaded = loadTeam(text, file, process.env)
  const team = loaded.ok ? loaded.team : null
  const stateDir = team?.watchdog.stateDir ?? resolve(dirname(file), stateDirIn(text))
  const problems = loaded.ok ? [] : loaded.problems
  return { file, team, problems, text, stateDir, record: new RecordView(stateDir) }
}

/** Reads the team for commands that need a right agents.toml. Prints every problem and throws when it is wrong. */
export function demandTeam(args: Arguments): TeamAtHand & { readonly team: Team } {
  const at = readTeam(args)
  const problems = at.team ? missingFiles(at.team, at.text, exists) : at.problems
  if (problems.length > 0 || !at.team) throw explainProblems(args, at, problems)
  return { ...at, team: at.team }
}

/** Prints problems with their lines of the file, and makes the error that ends the command. */
export function explainProblems(
  { output, json }: Arguments,
  { file, text }: Pick<TeamAtHand, 'file' | 'text'>,
  problems: readonly Problem[],
): ExitError {
  const shown = shortPath(file)
  if (json) output.json({ file, problems })
  else for (const line of formatProblems(problems, text, shown).split('\n')) output.problem(line)
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  return usageError(`${shown} has ${count}.`, 'Mend it, then see that it is right: agents up --dry-run')
}

/** A path as short as it can be named from the current folder. */
export function shortPath(path: string): string {
  const short = relative(process.cwd(), path)
  return short !== '' && short.length < path.length ? short : path
}

/** The state folder of a file that is no valid agents.toml: its line is searched for, whatever else is wrong. */
function stateDirIn(text: string): string {
  return /^\s*state_dir\s*=\s*(["'])(.+?)\1/m.exec(text)?.[2] ?? '.agents'
}
