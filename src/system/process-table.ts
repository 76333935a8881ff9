import { readdirSync, readFileSync } from 'node:fs'
import { psBootId, readProcessesByPs } from './process-ps.ts'
import { type ProcessRow, parseStat } from './process-row.ts'

/** A process that we noted earlier; a pid alone is no identity. */
export type ProcessIdentity = Pick<ProcessRow, 'pid' | 'startTicks'>

const HAS_PROC = process.platform === 'linux'

/** All processes that we may see. One sweep is about 0.03 ms per process; ask once and share the answer. */
export async function readProcesses(): Promise<ProcessRow[]> {
  if (!HAS_PROC) return readProcessesByPs()
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map((pid) => readStat(Number(pid))).filter((row) => row !== null)
}

/** One process, or null when it is gone. A zombie is gone: it can do no more and hold nothing. */
export async function readProcess(pid: number): Promise<ProcessRow | null> {
  const row = HAS_PROC ? readStat(pid) : (await readProcessesByPs(pid))[0]
  return row === undefined || row === null || row.state === 'Z' ? null : row
}

/** Does this very process, and not another with its pid, still live? */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await readProcess(identity.pid))?.startTicks === identity.startTicks
}

/** Names this boot of the machine: start times and pids mean nothing in another. */
export async function readBootId(): Promise<string> {
  if (!HAS_PROC) return psBootId()
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

function readStat(pid: number): ProcessRow | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return null // ended between the listing and the reading
  }
}
