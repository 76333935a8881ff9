import { completeFile } from '../act/sequence.ts'
import { hookFolders } from '../backends/hooks.ts'
import type { Problem } from '../config/problem.ts'
import { counted } from '../model/time.ts'
import { requestFolder } from '../store/requests.ts'
import { ensurePrivateFolder, readText, realPath, removeFile } from '../system/files.ts'
import { waitAtMost } from '../system/poll.ts'
import { readAddress } from '../system/repository-address.ts'
import { refFolders } from '../system/repository-gate.ts'
import { keepHeapSmall } from '../system/small-heap.ts'
import { type PathWatch, watchPaths } from '../system/watch.ts'
import { beginRecord } from './begin-record.ts'
import { ConfigWatch, loadChecked } from './config-watch.ts'
import { announce, type Holder, readHolder, takeLock } from './lock.ts'
import { Loop } from './loop.ts'
import { openWorld, type WatchOptions } from './open-world.ts'
import { endServers } from './servers.ts'
import { tick } from './tick.ts'
import { append, attempt, type World } from './world.ts'

/** A stop by a signal waits this long for deeds under way. */
const LAST_DEEDS_MS = 1_500

/** agents.toml is wrong at the start, when there is no last good one. */
export class ConfigTrouble extends Error {
  readonly problems: readonly Problem[]
  readonly text: string
  constructor(problems: readonly Problem[], text: string) {
    super(`${counted(problems.length, 'problem')} in agents.toml`)
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

/**
 * Watches a team until it is stopped by a request or a signal. Sessions live on unless they were asked to end.
 * Throws ConfigTrouble, LockTrouble, StoreTrouble, FileTrouble.
 */
export async function watch(options: WatchOptions): Promise<void> {
  keepHeapSmall()
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
  // Whatever is cut off here is an intent without an outcome, which the next watchdog looks into.
  await waitAtMost(Promise.all(world.underWay.values()), LAST_DEEDS_MS)
  const why = world.record.memory.stopping ? 'asked to' : 'by a signal'
  // A signal stops the watchdog alone: the team lives on.
  if (world.record.memory.stopping?.keepSessions === false) await endServers(world)
  append(world, [{ type: 'fact', fact: { what: 'watchdog-stopped', why } }])
  attempt(world, 'the record was not closed', () => world.record.close(world.hands.clock.now().wallMs))
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
  const hooks = hookFolders(team.watchdog.stateDir)
  for (const folder of [requests, hooks]) ensurePrivateFolder(folder)
  const address = team.loop ? readAddress(team.loop.repo) : null
  const refs = address?.kind === 'local' ? await refFolders(address.folder) : []
  const watched = watchPaths([requests, hooks, team.file, ...refs], {
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
