import { join } from 'node:path'
import type { Team } from '../model/team.ts'
import { readText } from '../system/files.ts'
import { VERSION } from './version.ts'

/** A team as it was read from a text; valid for that text and that version of this program only. */
export interface CachedTeam {
  readonly version: string
  readonly file: string
  readonly text: string
  readonly team: Team
}

/**
 * The team that this very text was read as before; null: it was not. To read it anew costs as much as half a start of
 * Node, which `agents status` cannot spare (bench/startup.ts).
 */
export function recallTeam(stateDir: string, file: string, text: string): Team | null {
  const kept = readText(cacheFile(stateDir))
  const cached = kept === null ? null : parse(kept)
  const isSame = cached?.version === VERSION && cached.file === file && cached.text === text
  return isSame ? cached.team : null
}

function parse(text: string): CachedTeam | null {
  try {
    return JSON.parse(text) as CachedTeam
  } catch {
    // Not written by us: as good as none.
    return null
  }
}

/** Where the team of a state folder is kept. */
export function cacheFile(stateDir: string): string {
  return join(stateDir, 'team.json')
}
