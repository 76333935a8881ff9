import { mkdirSync, rmdirSync } from 'node:fs'
import { pollUntil } from './poll.ts'

/** Claude Code holds its lock for some ms; one that stands for longer was left behind by a program that died. */
const WAIT_MS = 2_000

/**
 * Does work while `<path>.lock`, an empty folder, is ours: by that Claude Code 2.1.329 and others that use proper-lockfile keep one
 * writer off a file. They take a lock that is 10 s old for left behind; we go on without it and leave it to them.
 */
export async function withFileLock<T>(path: string, work: () => T): Promise<T> {
  const lock = `${path}.lock`
  const isOurs = await pollUntil(() => take(lock), { deadlineMs: WAIT_MS })
  try {
    return work()
  } finally {
    if (isOurs) rmdirSync(lock)
  }
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
