import { join } from 'node:path'
import { TELL_FILE, TELL_SCRIPT } from '../backends/hook-profile.ts'
import { hookFolder, hooksOf } from '../backends/hooks.ts'
import type { Agent, Team } from '../model/team.ts'
import { ensurePrivateFolder, exists, listFolder, removeFolder, writeWhole } from '../system/files.ts'

/** The folder into which a run's hooks tell, or why there is none. An agent is better started without hooks than not at all. */
export interface HooksLaid {
  /** '': it is started without. */
  readonly folder: string
  /** What to tell of it; '': nothing. */
  readonly why: string
}

/** Makes the folder for the hooks of a run that is about to start, and takes away those of earlier runs. */
export function layHooks({ watchdog: { stateDir } }: Team, agent: Agent, incarnation: number): HooksLaid {
  const hooks = hooksOf(agent)
  if (!hooks) return { folder: '', why: '' }
  const hidden = hooks.standsFor?.find((file) => exists(file))
  if (hidden) return { folder: '', why: `without hooks: they would hide ${hidden}` }
  const folder = hookFolder(stateDir, agent.name, incarnation)
  try {
    for (const name of listFolder(join(folder, '..'))) removeFolder(join(folder, '..', name))
    ensurePrivateFolder(folder)
    writeWhole(join(folder, TELL_FILE), TELL_SCRIPT)
    for (const [name, text] of Object.entries(hooks.files ?? {})) writeWhole(join(folder, name), text)
    return { folder, why: '' }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { folder: '', why: `without hooks: ${why}` }
  }
}
