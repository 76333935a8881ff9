import type { Memory } from '../model/memory.ts'
import type { Observation } from '../model/observation.ts'
import type { RepositorySeen } from '../model/repository.ts'
import type { Request } from '../model/request.ts'
import type { Team } from '../model/team.ts'
import type { Clock } from '../system/clock.ts'
import type { DiskWatcher } from './disk.ts'
import type { HookWatcher } from './hooks.ts'
import type { AgentFiles, PaneWatcher } from './panes.ts'
import type { SourceFinder } from './sources.ts'
import { withToldTurns } from './told-turns.ts'
import type { TranscriptWatcher } from './transcripts.ts'
import { wakesDue } from './wakes.ts'

/** What the world is looked at with. */
export interface Eyes {
  readonly clock: Clock
  readonly panes: PaneWatcher
  readonly hooks: HookWatcher
  readonly disk: DiskWatcher
  readonly sources: SourceFinder
  readonly transcripts: TranscriptWatcher
  /** Looks at loop.repo; null: the team has no loop. */
  readonly repository: (team: Team, memory: Memory) => Promise<RepositorySeen | null>
}

/** One look at everything. Only reads; every source has a deadline; never throws. */
export async function observe(
  eyes: Eyes,
  team: Team,
  memory: Memory,
  found: { requests: readonly Request[]; troubles: readonly string[] },
): Promise<Observation> {
  const at = eyes.clock.now()
  eyes.hooks.look(team, memory, at.wallMs)
  const { sources, troubles: unfound } = await eyes.sources.look(team, memory, at)
  const files: AgentFiles = {
    transcriptMs: (agent) => eyes.sources.changedMs(sources.get(agent) ?? [], at),
    hooks: (agent) => eyes.hooks.heard(agent),
    process: (agent) => eyes.sources.processOf(agent),
  }
  const [{ orphans, ...panes }, repository] = await Promise.all([
    eyes.panes.look(team, memory, at, files),
    eyes.repository(team, memory),
  ])
  // After the repository: what was used before a push that is seen now is read now.
  const { troubles: unread, ...read } = eyes.transcripts.look(team, memory, sources)
  const told = (agent: string) => eyes.transcripts.turnTold(agent)
  const sessions = withToldTurns(panes.sessions, memory, told, at.wallMs)
  const troubles = [...found.troubles, ...unfound, ...unread, ...orphans, ...eyes.disk.look(team, at)]
  const wakes = wakesDue(team, memory, at.wallMs)
  return { at, ...panes, sessions, repository, ...found, ...read, troubles, wakesDue: wakes }
}
