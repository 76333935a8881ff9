import { join } from 'node:path'
import { completeFile } from '../act/sequence.ts'
import type { Installation } from '../backends/launch.ts'
import type { Problem } from '../config/problem.ts'
import type { ConfigChange, Entry } from '../model/event.ts'
import { programOf } from '../model/lookup.ts'
import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { DiskWatcher } from '../observe/disk.ts'
import { PaneWatcher } from '../observe/panes.ts'
import { openForWriting } from '../store/database.ts'
import { TeamRecord } from '../store/record.ts'
import { requestFolder } from '../store/requests.ts'
import { chance, systemClock } from '../system/clock.ts'
import { ensurePrivateFolder, readText, realPath, removeFile } from '../system/files.ts'
import { makeGit } from '../system/git.ts'
import { shortHash } from '../system/ids.ts'
import { Lanes } from '../system/lanes.ts'
import { readAddress } from '../system/repository-address.ts'
import { makeRepositoryDoor } from '../system/repository-door.ts'
import { refFolders } from '../system/repository-gate.ts'
import { run } from '../system/run.ts'
import { openTmux } from '../system/tmux.ts'
import { type PathWatch, watchPaths } from '../system/watch.ts'
import { ConfigWatch, loadChecked } from './config-watch.ts'
import { announce, type Holder, readHolder, takeLock } from './lock.ts'
import { openLog } from './log.ts'
import { Loop } from './loop.ts'
import { repositoryEye } from './repository-eye.ts'
import { endServers } from './servers.ts'
import { tick } from './tick.ts'
import { append, attempt, type World } from './world.ts'

/** How a watchdog is started. */
export interface WatchOptions {
  /** Absolute path of agents.toml. */
  readonly file: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly version: string
  readonly installation: Installation
}

/** agents.toml is wrong at the start, when there is no last good one. */
export class ConfigTrouble extends Error {
  readonly problems: readonly Problem[]
  readonly text: string
  constructor(problems: readonly Problem[], text: string) {
    super(`${problems.length} problems in agents.toml`)
    this.problems = problems
    this.text = text
  }
}

/** Another watchdog has the team. `holder` is who said so last; null: it has not said yet. */
export class LockTrouble extends Error {
  readonly holder: Holder | null
  constructor(holder: Holder | null) {
    super(`another watchdog has this team${holder ? ` (pid ${holder.pid})` : ''}`)
    this.holder = holder
  }
}

/** The mark by which the sessions of one team are known: the same for the same state folder, on every start. */
export function teamIdOf(team: Team): string {
  return shortHash(team.watchdog.stateDir)
}

/**
 * Watches a team until it is stopped by a request or a signal. Sessions live on unless they were asked to end.
 * Throws ConfigTrouble, LockTrouble, StoreTrouble, FileTrouble.
 */
export async function watch(options: WatchOptions): Promise<void> {
  const file = realPath(options.file)
  const text = readText(file) ?? ''
  const loaded = loadChecked(text, file, options.environment)
  if (!loaded.ok) throw new ConfigTrouble(loaded.problems, text)
  const { stateDir } = loaded.team.watchdog
  ensurePrivateFolder(stateDir)
  const lock = takeLock(stateDir)
  if (!lock) throw new LockTrouble(readHolder(stateDir))
  try {
    await watchLocked(options, new ConfigWatch(file, options.environment, loaded.team, text))
  } finally {
    lock.release()
  }
}

async function watchLocked(options: WatchOptions, config: ConfigWatch): Promise<void> {
  const world = openWorld(options, config)
  beat(world, options)
  beginRecord(world, options)
  // A crash may have come between the decision to go on and the removal.
  if (!world.record.memory.phase.complete)
    attempt(world, 'SEQUENCE-COMPLETE is not removed', () => removeFile(completeFile(config.team)))
  const loop = new Loop(world, async (one) => {
    const nextMs = await tick(one)
    beat(one, options)
    return nextMs
  })
  const nudges = await watchForNudges(world, loop)
  const stop = () => loop.stop()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
  // A hang-up of the terminal is no reason to leave the agents alone.
  process.on('SIGHUP', () => world.log.info('SIGHUP is ignored'))
  await loop.run(() => isOver(world))
  await nudges.close()
  await Promise.all(world.underWay.values())
  const why = world.record.memory.stopping ? 'asked to' : 'by a signal'
  // A signal stops the watchdog alone: the team lives on.
  if (world.record.memory.stopping?.keepSessions === false) await endServers(world)
  append(world, [{ type: 'fact', fact: { what: 'watchdog-stopped', why } }])
  attempt(world, 'the record was not closed', () => world.record.close(world.hands.clock.now().wallMs))
}

function openWorld({ environment, installation }: WatchOptions, config: ConfigWatch): World {
  const { stateDir, signalIntervalMs } = config.team.watchdog
  const clock = systemClock()
  const tmux = openTmux({ environment })
  const repository = makeRepositoryDoor({
    ...{ git: makeGit(run, environment), stateDir, remoteIntervalMs: signalIntervalMs },
    nowMs: () => clock.now().wallMs,
    monoMs: () => clock.now().monoMs,
    random: chance,
  })
  const teamId = teamIdOf(config.team)
  return {
    ...{ teamId, config, before: lastTick(stateDir), underWay: new Map(), troubles: new Map() },
    startedMs: clock.now().wallMs,
    eyes: {
      clock,
      panes: new PaneWatcher(tmux, teamId),
      disk: new DiskWatcher(),
      repository: repositoryEye(repository),
    },
    hands: { tmux, run, clock, lanes: new Lanes(), repository, installation, environment },
    record: new TeamRecord(openForWriting(join(stateDir, 'state.db'))),
    log: openLog(stateDir),
  }
}

/** Both clocks at the last tick of the watchdog before this one: a night's sleep in between counts for nobody. */
function lastTick(stateDir: string): Instant | null {
  const holder = readHolder(stateDir)
  if (typeof holder?.tickMonoMs !== 'number') return null
  return { wallMs: holder.tickMs, monoMs: holder.tickMonoMs, bootId: holder.bootId }
}

/** What was begun and never finished is closed first: nobody knows what came of it, so it is looked at. */
function beginRecord(world: World, { version }: WatchOptions): void {
  const { memory } = world.record
  const cutOff = Object.entries(memory.open).map(([of, { target }]): Entry => {
    const outcome = { ok: false, cutOff: true, text: 'the watchdog died in the middle of it' }
    return { type: 'done', of: Number(of), target, outcome }
  })
  const { bootId } = world.hands.clock.now()
  const started: Entry = {
    type: 'fact',
    fact: { what: 'watchdog-started', pid: process.pid, version, bootId },
  }
  const hash = world.config.hash
  const changes = removedMeanwhile(world)
  const read: Entry[] =
    memory.configHash === hash ? [] : [{ type: 'fact', fact: { what: 'config-loaded', hash, changes } }]
  append(world, [...cutOff, ...halfStopped(world), started, ...read])
}

/** A stop that its watchdog did not live to see through is over: who starts the watchdog wants the team. */
function halfStopped({ record }: World): Entry[] {
  const why = 'it died while it stopped'
  return record.memory.stopping ? [{ type: 'fact', fact: { what: 'watchdog-stopped', why } }] : []
}

/** Members of the record that agents.toml no longer names: they were taken out while nobody watched. */
function removedMeanwhile({ config, record }: World): ConfigChange[] {
  const left = Object.values(record.memory.members).filter(
    ({ name, run }) => run !== 'off' && !programOf(config.team, name),
  )
  return left.map(({ name }) => ({
    ...{ target: name, change: 'removed', restart: false },
    text: `${name} was removed while nobody watched: its session is ended`,
  }))
}

/** Says who watches and when it last looked. A full disk must not stop the watch, so its failure is a trouble. */
function beat(world: World, { version }: WatchOptions): void {
  const { wallMs, monoMs, bootId } = world.hands.clock.now()
  const ticked = { tickMs: wallMs, tickMonoMs: monoMs }
  const holder = { pid: process.pid, startedMs: world.startedMs, version, bootId, ...ticked }
  const { stateDir } = world.config.team.watchdog
  attempt(world, 'watchdog.json is not written', () => announce(stateDir, holder))
}

/** Files whose change is worth an early look. Polling finds everything anyway. */
async function watchForNudges(world: World, loop: Loop): Promise<PathWatch> {
  const { team } = world.config
  const requests = requestFolder(team.watchdog.stateDir)
  ensurePrivateFolder(requests)
  const address = team.loop ? readAddress(team.loop.repo) : null
  const refs = address?.kind === 'local' ? await refFolders(address.folder) : []
  const watched = watchPaths([requests, team.file, ...refs], {
    nudge: () => loop.nudge(),
    trouble: (error) => {
      world.troubles.set('changes are seen late', error.message)
    },
  })
  return watched
}

function isOver({ record, underWay }: World): boolean {
  const { stopping, members } = record.memory
  if (!stopping) return false
  if (stopping.keepSessions) return true
  return underWay.size === 0 && Object.values(members).every((member) => member.run === 'off')
}
