import { nearest } from '../config/nearest.ts'
import { isAgent, programOf, programs } from '../model/lookup.ts'
import { usageError } from './exit.ts'
import type { TeamAtHand } from './team-at-hand.ts'

/** Names of all agents and services: of the file, and of the record for those that were taken out of it. */
export function memberNames({ team, record }: TeamAtHand): string[] {
  const listed = team ? programs(team).map(({ name }) => name) : []
  return [...new Set([...listed, ...Object.keys(record.memory.members)])]
}

/** Refuses names that the team does not have, with the nearest one that it has. */
export function checkNames(at: TeamAtHand, names: readonly string[]): void {
  const known = memberNames(at)
  for (const name of names) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    const there = known.length > 0 ? `There are: ${known.join(', ')}` : 'The team has none yet.'
    throw usageError(
      `No agent or service is named "${name}".`,
      near === undefined ? there : `Did you mean "${near}"? ${there}`,
    )
  }
}

/** Refuses services, which take no text. */
export function checkTakesText({ team }: TeamAtHand, name: string): void {
  const program = team && programOf(team, name)
  if (!program || isAgent(program)) return
  const agents = team.agents.map((agent) => agent.name).join(', ')
  throw usageError(`"${name}" is a service; it takes no text.`, `Agents take text: ${agents}`)
}
