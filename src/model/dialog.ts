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

/** The last key that was pressed in a dialog, and what is known of its effect. */
export interface DialogMemory {
  readonly name: string
  /** What it asked, as `ScreenReading.detail`. */
  readonly asks: string
  readonly key: DialogKey
  /** Index that was chosen before the key. */
  readonly from: number | null
  readonly atMs: number
  /** Keys pressed in it so far, with this one. */
  readonly presses: number
  /** `nothing`: it was not pressed after all; `refused`: it may not be, as `why` says. */
  readonly came: 'pressed' | 'nothing' | 'refused'
  readonly why: string
}

/** Whether the last key was pressed in this very dialog. */
export function isSameDialog(memory: DialogMemory, dialog: DialogSeen, asks: string): boolean {
  return memory.name === dialog.name && asksTheSame(memory.asks, asks)
}

/**
 * Whether a key may still be on its way to the program. Two at once could take a wrong row, or answer the dialog that comes
 * next: a program that is slow shows the old screen until it has read the first.
 */
export function isInFlight({ came, key, from }: DialogMemory, { chosen }: DialogSeen): boolean {
  return came === 'pressed' && (key === 'Enter' || chosen === from)
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
