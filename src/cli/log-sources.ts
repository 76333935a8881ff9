import { transcriptOf } from '../backends/launch.ts'
import { loadTeam } from '../config/load.ts'
import type { Source } from '../model/source.ts'
import { readText, realPath } from '../system/files.ts'
import { failure, usageError } from './exit.ts'

/** A transcript to be shown, and what its entries are indented by. */
export type LogSource = Source & { readonly depth: number }

/**
 * The transcripts of an agent as of now: its own, those of its sub-agents, and those of its earlier runs. Throws ExitError when
 * there is no such agent. Asked again at each look, so that a following log goes on in the file of a new run.
 */
export async function sourcesOfAgent(name: string, configFile: string): Promise<readonly LogSource[]> {
  const loaded = loadTeam(readText(configFile) ?? '', realPath(configFile), process.env)
  if (!loaded.ok) throw usageError(`${configFile} is wrong.`, 'See what is wrong: agents up --dry-run')
  const agent = loaded.team.agents.find((one) => one.name === name)
  if (!agent) {
    const names = loaded.team.agents.map((one) => one.name).join(', ')
    throw usageError(`No agent is named ${name}.`, `There are: ${names}`)
  }
  const path = transcriptOf(loaded.team, agent)
  if (path !== null) return [{ kind: 'lines', format: 'scripted', path, depth: 0 }]
  throw failure(
    `Where ${agent.backend.profile} keeps its transcripts is not known yet.`,
    'Name the file: agent-log FILE',
  )
}
