import type { Agent } from '../model/team.ts'
import type { HookProfile } from './hook-profile.ts'
import { profileOf } from './list.ts'

/** Hooks of an agent's CLI; null: it has none, or its launch line brings settings that they would replace. */
export function hooksOf(agent: Agent): HookProfile | null {
  const { hooks } = profileOf(agent)
  const isTaken = (word: string) =>
    hooks?.taken.some((one) => word === one || (one.startsWith('--') && word.startsWith(`${one}=`)))
  return hooks && !agent.backend.command?.some(isTaken) ? hooks : null
}

/** The folder into which the hooks of one run tell. */
export function hookFolder(stateDir: string, agent: string, incarnation: number): string {
  return `${hookFolders(stateDir)}/${agent}/${incarnation}`
}

/** The folder of all of them. */
export function hookFolders(stateDir: string): string {
  return `${stateDir}/hooks`
}
