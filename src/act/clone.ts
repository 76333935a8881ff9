import type { Agent, Team } from '../model/team.ts'
import { makeClone } from '../system/clone.ts'
import type { Hands } from './hands.ts'

/** Makes an agent's clone of loop.repo when it is missing. '' when it is there, else what is wrong and what mends it. */
export async function cloneFor({ repository }: Hands, { loop }: Team, agent: Agent): Promise<string> {
  if (!loop || !repository) return 'clone = true needs [loop] with a repo'
  const { repo, branch } = loop
  const made = await makeClone(repository, { repo, branch, cwd: agent.cwd, agent: agent.name })
  return made.kind === 'failed' ? `clone of ${repo}: ${made.failure.message}; ${made.failure.hint}` : ''
}
