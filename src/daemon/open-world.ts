import { join } from 'node:path'
import type { Installation } from '../backends/launch.ts'
import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { DiskWatcher } from '../observe/disk.ts'
import { PaneWatcher } from '../observe/panes.ts'
import { SourceFinder } from '../observe/sources.ts'
import { TranscriptWatcher } from '../observe/transcripts.ts'
import { openForWriting } from '../store/database.ts'
import { Ledger } from '../store/ledger.ts'
import { TeamRecord } from '../store/record.ts'
import { type Clock, chance, systemClock } from '../system/clock.ts'
import { makeGit } from '../system/git.ts'
import { shortHash } from '../system/ids.ts'
import { Lanes } from '../system/lanes.ts'
import { makeRepositoryDoor } from '../system/repository-door.ts'
import { run } from '../system/run.ts'
import { openTmux } from '../system/tmux.ts'
import { homeOf } from '../system/tmux-environment.ts'
import type { ConfigWatch } from './config-watch.ts'
import { ledgerHand } from './ledger-hand.ts'
import { readHolder } from './lock.ts'
import { openLog } from './log.ts'
import { repositoryEye } from './repository-eye.ts'
import type { World } from './world.ts'

/** How a watchdog is started. */
export interface WatchOptions {
  /** Absolute path of agents.toml. */
  readonly file: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly version: string
  readonly installation: Installation
  /** Default: the machine's. */
  readonly clock?: Clock
}

/** The mark by which the sessions of one team are known: the same for the same state folder, on every start. */
export function teamIdOf(team: Team): string {
  return shortHash(team.watchdog.stateDir)
}

/** The real doors, the record and the log of one team. */
export function openWorld(
  { environment, installation, ...options }: WatchOptions,
  config: ConfigWatch,
): World {
  const { stateDir, signalIntervalMs } = config.team.watchdog
  const clock = options.clock ?? systemClock()
  const tmux = openTmux({ environment })
  const repository = makeRepositoryDoor({
    ...{ git: makeGit(run, environment), stateDir, remoteIntervalMs: signalIntervalMs },
    nowMs: () => clock.now().wallMs,
    monoMs: () => clock.now().monoMs,
    random: chance,
  })
  const teamId = teamIdOf(config.team)
  const database = openForWriting(join(stateDir, 'state.db'))
  const ledger = new Ledger(database)
  const record = new TeamRecord(database)
  return {
    ...{ teamId, config, before: lastTick(stateDir), underWay: new Map(), troubles: new Map() },
    startedMs: clock.now().wallMs,
    eyes: {
      clock,
      panes: new PaneWatcher(tmux, teamId),
      disk: new DiskWatcher(),
      transcripts: new TranscriptWatcher(ledger.positions()),
      sources: new SourceFinder(homeOf(environment)),
      repository: repositoryEye(repository),
    },
    hands: {
      ...{ tmux, run, clock, lanes: new Lanes(), repository, installation, environment },
      ledger: ledgerHand(ledger, clock, () => record.isSaved),
    },
    ...{ record, ledger },
    log: openLog(stateDir),
  }
}

/** Both clocks at the last tick of the watchdog before this one: a night's sleep in between counts for nobody. */
function lastTick(stateDir: string): Instant | null {
  const holder = readHolder(stateDir)
  if (typeof holder?.tickMonoMs !== 'number') return null
  return { wallMs: holder.tickMs, monoMs: holder.tickMonoMs, bootId: holder.bootId }
}
