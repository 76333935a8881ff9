import type { DialogSeen } from '../model/dialog.ts'
import type { Agent } from '../model/team.ts'
import type { DialogForm } from './dialog-form.ts'
import { environmentOf } from './launch.ts'
import { profileOf } from './list.ts'

/** The known form of a dialog that stands on an agent's screen; null: none is known by that name. */
export function formOf(agent: Agent, { name }: DialogSeen): DialogForm | null {
  return profileOf(agent).screen?.dialogs?.find((form) => form.name === name) ?? null
}

/**
 * Why a dialog may not be answered in the user's name; null: agents.toml has said yes already. `folders` are the names of
 * the agent's working folder, as it is configured and without links.
 */
export function refusalOf(
  form: DialogForm,
  seen: DialogSeen,
  agent: Agent,
  folders: readonly string[],
): string | null {
  const consent = form.answer?.consent ?? null
  if (!consent) return null
  switch (consent.to) {
    case 'own-folder':
      return isOwn(seen.folder, folders) ? null : `it asks to trust ${seen.folder}, which is not its cwd`
    case 'launch-words': {
      const words = agent.backend.command ?? profileOf(agent).command
      const isAsked = words.some((word) =>
        consent.words.some((one) => word === one || word.endsWith(`=${one}`)),
      )
      return isAsked ? null : `its command does not ask for that: ${consent.words.join(' or ')}`
    }
    default:
      return environmentOf(agent)[consent.name] ? null : `neither it nor its backend sets ${consent.name}`
  }
}

/** Blanks do not count: a long path is broken over lines. Some CLIs show the last part alone. */
function isOwn(shown: string | null, folders: readonly string[]): boolean {
  const names = folders.flatMap((folder) => [folder, folder.slice(folder.lastIndexOf('/') + 1)])
  return names.some((name) => name.replaceAll(/\s/g, '') === shown?.replaceAll(/\s/g, ''))
}
