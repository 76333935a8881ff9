import { join } from 'node:path'
import { startDetached } from '../system/detach.ts'
import { readText } from '../system/files.ts'
import { programFile } from '../system/package-files.ts'
import { failure } from './exit.ts'
import type { TeamAtHand } from './team-at-hand.ts'

/** So much of what a watchdog printed before it died tells why. */
const LAST_LINES = 12

/** Starts the watchdog as a process of its own and returns its pid. */
export function startWatchdog({ file, stateDir }: TeamAtHand): number {
  const argv = [process.execPath, programFile('agents'), 'up', '--foreground', '--config', file]
  return startDetached(argv, { cwd: '/', env: process.env, outFile: outFileOf(stateDir) })
}

/** The error for a watchdog that ended before it said anything in the record. */
export function diedAtOnce({ stateDir }: Pick<TeamAtHand, 'stateDir'>): Error {
  const printed = (readText(outFileOf(stateDir)) ?? '').trim().split('\n').slice(-LAST_LINES)
  return failure(`The watchdog ended at once: ${printed.join(' ')}`, `It prints into ${outFileOf(stateDir)}`)
}

function outFileOf(stateDir: string): string {
  return join(stateDir, 'watchdog.out')
}
