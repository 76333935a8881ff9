import { formatProblems } from '../config/format.ts'
import type { Problem } from '../config/problem.ts'
import type { Team } from '../model/team.ts'
import { counted } from '../model/time.ts'
import type { Arguments } from './command.ts'
import { type ExitError, usageError } from './exit.ts'
import { loadTeamAtHand, shortPath, type TeamAtHand } from './team-at-hand.ts'

/** Reads the team for commands that need a right agents.toml. Prints every problem and throws when it is wrong. */
export async function demandTeam(args: Arguments): Promise<TeamAtHand & { readonly team: Team }> {
  const at = await loadTeamAtHand(args)
  if (at.problems.length > 0 || !at.team) throw explainProblems(args, at, at.problems)
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
  const count = counted(problems.length, 'problem')
  return usageError(`${shown} has ${count}.`, 'Mend it, then see that it is right: agents up --dry-run')
}
