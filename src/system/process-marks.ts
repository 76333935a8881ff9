import { readFileSync } from 'node:fs'
import type { ProcessIdentity } from '../model/identity.ts'
import { readProcesses } from './process-table.ts'

/**
 * Every living process whose environment holds `name=value`. Children inherit it, also those that left the tree and
 * the session of their parent, so nothing of a run can hide. Linux only: elsewhere environments cannot be read, and
 * the answer is empty.
 */
export async function findMarked(name: string, value: string): Promise<ProcessIdentity[]> {
  return findByEnvironment((entry) => entry === `${name}=${value}`)
}

/** The same for every value that begins with `start`, but for `except`. */
export async function findMarkedFrom(
  name: string,
  start: string,
  except: string | null = null,
): Promise<ProcessIdentity[]> {
  const not = except === null ? null : `${name}=${except}`
  return findByEnvironment((entry) => entry.startsWith(`${name}=${start}`) && entry !== not)
}

async function findByEnvironment(isWanted: (entry: string) => boolean): Promise<ProcessIdentity[]> {
  if (process.platform !== 'linux') return []
  const rows = await readProcesses()
  return rows
    .filter(({ pid, state }) => state !== 'Z' && environmentOf(pid).some(isWanted))
    .map(({ pid, startTicks }) => ({ pid, startTicks }))
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    // Ended meanwhile, or another user's: not one of ours.
    return []
  }
}
