import type { Agent } from '../model/team.ts'
import { HOOK_VARIABLE, type HookProfile } from './hook-profile.ts'
import { profileOf } from './list.ts'

/** Hooks of an agent's CLI; null: it has none, or its launch brings settings that they would replace. */
export function hooksOf(agent: Agent): HookProfile | null {
  const { hooks } = profileOf(agent)
  const isTaken = (word: string) =>
    hooks?.taken.some((one) => word === one || (one.startsWith('--') && word.startsWith(`${one}=`)))
  const variables = Object.keys({ ...agent.backend.env, ...agent.env })
  return hooks && ![...(agent.backend.command ?? []), ...variables].some(isTaken) ? hooks : null
}

/** The variables that make an agent's hooks tell into this folder. */
export function hookVariables(agent: Agent, folder: string): Record<string, string> {
  const given = Object.entries(hooksOf(agent)?.env ?? {})
  const filled = given.map(([name, text]) => [name, text.replaceAll('{folder}', () => folder)])
  return { ...Object.fromEntries(filled), [HOOK_VARIABLE]: folder }
}

/** The folder into which the hooks of one run tell. */
export function hookFolder(stateDir: string, agent: string, incarnation: number): string {
  return `${hookFolders(stateDir)}/${agent}/${incarnation}`
}

/** The folder of all of them. */
export function hookFolders(stateDir: string): string {
  return `${stateDir}/hooks`
}
