import { statePath } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import type { RepositoryMark, RepositorySeen } from '../model/repository.ts'
import type { Loop, Team } from '../model/team.ts'
import { lookAtRepository } from '../observe/repository.ts'
import { compiledOnce } from '../system/pattern.ts'
import type { RepositoryDoor } from '../system/repository-door.ts'

/** A pattern that matches nothing: what stands in for one that the config would have refused. */
const NEVER = /$^/

/** Looks at loop.repo with what memory last saw of it; null: the team has no loop. */
export function repositoryEye(
  door: RepositoryDoor,
): (team: Team, memory: Memory) => Promise<RepositorySeen | null> {
  let marker: string | null = null
  return async ({ loop }, memory) => {
    if (!loop) return null
    // Another marker makes every status file worth reading again.
    const changed = marker !== null && marker !== loop.doneMarker
    marker = loop.doneMarker
    const mark = changed && memory.repository ? { ...memory.repository, statusBlobs: {} } : memory.repository
    return lookAtRepository(door, mark satisfies RepositoryMark | null, askOf(loop))
  }
}

function askOf(loop: Loop): Parameters<typeof lookAtRepository>[2] {
  const { repo, branch, phases, handoff, doneMarker } = loop
  return {
    ...{ repo, branch, doneMarker },
    statusFiles: phases.map((phase) => ({ phase: phase.id, path: statePath(loop, phase.status) })),
    inboxes: handoff.inboxes.map((inbox) => ({ path: statePath(loop, inbox.file) })),
    patterns: {
      claim: compiledOnce(handoff.claimPattern) ?? NEVER,
      review: compiledOnce(handoff.reviewPattern) ?? NEVER,
    },
  }
}
