import type { Doing, Testimony } from '../model/testimony.ts'
import type { Profile } from './profile.ts'

/**
 * What a pane's title tells; null: the CLI shows no state there. A title that matches nothing says nothing: it may be
 * the machine's name, or a person's own words. `drawnMs`: when the pane last drew, wall ms.
 */
export function readTitle({ title: patterns }: Profile, title: string, drawnMs: number): Testimony | null {
  if (!patterns) return null
  const found = Object.entries(patterns).find(([, pattern]) => pattern.test(title))
  const says = (found?.[0] ?? null) as Doing | null
  return { teller: 'title', says, sinceMs: drawnMs, detail: '', untilMs: null }
}
