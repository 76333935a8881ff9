/**
 * `startup`: asked once before the work begins; `permission`: whether a tool may do something; `question`: the model asks;
 * `limit`: what to do about a usage limit; `other`: it is a dialog, and nothing more is known.
 */
export type DialogKind = 'startup' | 'permission' | 'question' | 'limit' | 'other'

/** A dialog as it stands on a screen. */
export interface DialogSeen {
  readonly kind: DialogKind
  /** By which its profile knows it; '' for one that is known by its kind alone. */
  readonly name: string
  /** Labels of what can be chosen, from top to bottom, without their numbers; empty where they are not read. */
  readonly options: readonly string[]
  /** Index of the option that Enter would take; null: none is seen. */
  readonly chosen: number | null
  /** Index of the option that is known to be right; null: a person has to choose. */
  readonly answer: number | null
  /** The folder that it asks to trust, as it stands there; null: it asks for no such thing. */
  readonly folder: string | null
}

/** A key that answers a dialog step by step. */
export type DialogKey = 'Up' | 'Down' | 'Enter'

/** How often keys were pressed in the dialog that stands now, and what came of it. */
export interface DialogMemory {
  readonly name: string
  readonly presses: number
  /** Why it is left to a person; '': it is not. */
  readonly failed: string
}

/**
 * The one key that comes next: towards the right option, Enter only when that one is chosen. null: none, since no option
 * is known to be right or no chosen row is seen.
 */
export function nextKey({ answer, chosen }: DialogSeen): DialogKey | null {
  if (answer === null || chosen === null) return null
  if (answer === chosen) return 'Enter'
  return answer < chosen ? 'Up' : 'Down'
}

const CALLED: Readonly<Record<DialogKind, string>> = {
  startup: 'a start-up dialog',
  permission: 'permission',
  question: 'a question',
  limit: 'a limit menu',
  other: 'a dialog',
}

/** What an agent with this dialog waits on, for people: `permission: …`. `asks` is what it asks. */
export function waitsOn(dialog: DialogSeen | null, asks: string): string {
  const name = dialog?.name ? ` (${dialog.name})` : ''
  return `${CALLED[dialog?.kind ?? 'other']}${name}: ${asks}`
}

/** Whether two dialogs ask the same thing: a pane that is made narrower only breaks the words elsewhere. */
export function asksTheSame(one: string, other: string): boolean {
  return one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '')
}
