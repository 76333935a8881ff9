import { join } from 'node:path'
import type { Outcome } from '../model/event.ts'
import type { Team } from '../model/team.ts'
import { removeFile, writeWhole } from '../system/files.ts'
import { type Deed, done, type Hands } from './hands.ts'

/** The file whose existence tells scripts and people that every phase is done. */
export function completeFile(team: Team): string {
  return join(team.watchdog.stateDir, 'SEQUENCE-COMPLETE')
}

/** Writes SEQUENCE-COMPLETE. */
export async function announce({ clock }: Hands, { team }: Deed): Promise<Outcome> {
  const phases = team.loop?.phases.map((phase) => phase.id).join(', ') ?? ''
  writeWhole(completeFile(team), `${new Date(clock.now().wallMs).toISOString()} all phases done: ${phases}\n`)
  return done(`wrote ${completeFile(team)}`)
}

/** Takes it away again: a phase was appended. */
export async function reopen(_hands: Hands, { team }: Deed): Promise<Outcome> {
  removeFile(completeFile(team))
  return done(`removed ${completeFile(team)}`)
}
