import { dirname } from 'node:path'
import { sentence } from '../config/format.ts'
import { readHolder } from '../daemon/lock.ts'
import { formatDuration } from '../model/time.ts'
import { isWritableFolder } from '../system/access.ts'
import { systemClock } from '../system/clock.ts'
import { ensurePrivateFolder, exists, freeBytes } from '../system/files.ts'
import { type Finding, finding } from './doctor-finding.ts'
import { shortPath, type TeamAtHand } from './team-at-hand.ts'
import { lookAtWatchdog } from './watchdog-state.ts'

/** As the watchdog's own look at the disk: less is likely to fail the next build, clone or transcript. */
const LOW_BYTES = 500_000_000
const MEGABYTE = 1_000_000
/** A record that is newer than the clock by more was not written by a clock that agrees. */
const BACK_MS = 60_000

/** Every problem of agents.toml. */
export function lookAtConfig({ file, problems }: TeamAtHand): Finding[] {
  const shown = shortPath(file)
  if (problems.length === 0) return [finding('ok', 'config', `${shown} is right`)]
  return problems.map((problem) =>
    finding('fail', 'config', `${shown}:${problem.line}:${problem.column} ${sentence(problem)}`),
  )
}

/** The state folder and its disk, the clock, and the watchdog. */
export function lookAtState(at: TeamAtHand): Finding[] {
  return [lookAtFolder(at), lookAtDisk(at), lookAtClock(at), ofWatchdog(at)]
}

function lookAtFolder({ stateDir }: TeamAtHand): Finding {
  const about = 'state_dir'
  if (exists(stateDir)) {
    return isWritableFolder(stateDir)
      ? finding('ok', about, `${shortPath(stateDir)} is writable`)
      : finding(
          'fail',
          about,
          `${stateDir} is no folder that this user may write to`,
          `chown or chmod ${stateDir}`,
        )
  }
  const fix = () => {
    ensurePrivateFolder(stateDir)
    return `made ${stateDir}`
  }
  const parent = existingAbove(stateDir)
  return isWritableFolder(parent)
    ? { ...finding('warn', about, `${stateDir} is not there; up makes it`, 'agents doctor --fix'), fix }
    : finding(
        'fail',
        about,
        `${stateDir} cannot be made: ${parent} is not writable`,
        'name another state_dir',
      )
}

function lookAtDisk({ stateDir }: TeamAtHand): Finding {
  const free = freeBytes(existingAbove(stateDir))
  if (free === null) return finding('unknown', 'disk', 'the file system does not tell its free space')
  const seen = `${Math.floor(free / MEGABYTE)} MB free for state_dir`
  return free < LOW_BYTES ? finding('fail', 'disk', seen, 'make room') : finding('ok', 'disk', seen)
}

function existingAbove(path: string): string {
  return exists(path) || path === dirname(path) ? path : existingAbove(dirname(path))
}

function lookAtClock({ record, stateDir }: TeamAtHand): Finding {
  const now = systemClock().now()
  const holder = readHolder(stateDir)
  const lastMs = Math.max(
    holder?.tickMs ?? 0,
    record.events({ afterSeq: record.memory.seq - 1 })[0]?.atMs ?? 0,
  )
  const aheadMs = lastMs - now.wallMs
  if (aheadMs > BACK_MS) {
    const seen = `it is ${formatDuration(aheadMs)} behind the last entry of the record`
    return finding('warn', 'clock', seen, 'set it: timedatectl set-ntp true')
  }
  if (holder && holder.bootId !== now.bootId)
    return finding('ok', 'clock', 'the machine was started anew since the watchdog last ticked')
  return finding('ok', 'clock', 'it agrees with the record')
}

function ofWatchdog(at: TeamAtHand): Finding {
  const about = 'watchdog'
  const state = lookAtWatchdog(at)
  switch (state.kind) {
    case 'running':
      return finding('ok', about, `it runs, pid ${state.holder.pid}`)
    case 'starting':
      return finding('ok', about, 'it is starting')
    case 'hanging': {
      const seen = `pid ${state.holder.pid} has not ticked for ${formatDuration(state.tickAgeMs)}`
      return finding('fail', about, seen, `kill -9 ${state.holder.pid}; agents up`)
    }
    case 'dead':
      return finding('fail', about, 'it ended without a word; nobody watches', 'agents up')
    default:
      return finding('ok', about, state.kind === 'never' ? 'it never ran' : 'it was stopped')
  }
}
