import { type FoundSource, SourceFinder } from '../observe/sources.ts'
import { systemClock } from '../system/clock.ts'
import { homeOf } from '../system/tmux-environment.ts'
import type { Arguments } from './command.ts'
import { demandTeam } from './demand-team.ts'
import { usageError } from './exit.ts'

/** The transcripts of one agent as of now: its own, those of its sub-agents, and those of its earlier runs. */
export type SourcesOfAgent = () => Promise<readonly FoundSource[]>

/**
 * How the transcripts of an agent are found: as the watchdog finds them, by its record. Asked again at each look, so that a following
 * log goes on in the file of a new run. Throws ExitError when agents.toml is wrong or has no such agent.
 */
export async function sourcesOfAgent(args: Arguments, name: string): Promise<SourcesOfAgent> {
  const { team, record } = await demandTeam(args)
  const names = team.agents.map((agent) => agent.name)
  if (!names.includes(name)) throw usageError(`No agent is named ${name}.`, `There are: ${names.join(', ')}`)
  const finder = new SourceFinder(homeOf(process.env))
  const clock = systemClock()
  return async () => {
    record.refresh()
    const { sources } = await finder.look(team, record.memory, clock.now())
    return sources.get(name) ?? []
  }
}
