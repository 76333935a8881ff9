import { readFileSync } from 'node:fs'
import type { ProcessIdentity } from '../model/identity.ts'
import { readProcesses } from './process-table.ts'

/**
 * Every living process whose environment holds `name=value`. Children inherit it, also those that left the tree and
 * the session of their parent, so nothing of a run can hide. Linux only: elsewhere environments cannot be read, and
 * the answer is empty.
 */
export async function findMarked(name: string, value: string): Promise<ProcessIdentity[]> {
  if (process.platform !== 'linux') return []
  const wanted = `${name}=${value}`
  const rows = await readProcesses()
  return rows
    .filter(({ pid, state }) => state !== 'Z' && environmentOf(pid).includes(wanted))
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
