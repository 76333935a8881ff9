import type { DialogSeen } from '../model/dialog.ts'
import type { OnLimit } from '../model/team.ts'
import type { DialogForm } from './dialog-form.ts'
import { type Menu, readMenu, withoutFrame } from './read-menu.ts'

/** A known dialog, and what it asks in its own words. */
export interface KnownDialog {
  readonly seen: DialogSeen
  readonly asks: string
}

/** A dialog with its own words fits into so many lines. */
export const DIALOG_LINES = 45
/** A rule above a dialog. */
const EDGE = /^\s*[─▔╭╰]{20,}|^\s*╭─/
/** Text that is told to people up to this length. */
const ASKS_LENGTH = 160

/** The dialog at the end of a screen, when the whole of it is there; null: none that is known. `onLimit`: as agents.toml says. */
export function readDialog(
  forms: readonly DialogForm[],
  lines: readonly string[],
  onLimit: OnLimit,
): KnownDialog | null {
  const last = lines.slice(-DIALOG_LINES)
  const menu = readMenu(last)
  for (const form of forms) {
    const found = form.options.length > 0 ? fitMenu(form, menu, onLimit) : fitWords(form, last)
    if (found) return found
  }
  return null
}

function fitMenu(form: DialogForm, menu: Menu | null, onLimit: OnLimit): KnownDialog | null {
  if (!menu || !form.ends.test(joined(menu.below))) return null
  const asks = joined(belowEdge(menu.above))
  const match = form.asks.exec(asks)
  if (!match || !hasOptions(form, menu.options)) return null
  const { take, switchTo } = form.answer ?? {}
  const wanted = onLimit === 'switch' ? (switchTo ?? take) : take
  const answer = menu.options.findIndex((label) => wanted?.test(label))
  return {
    asks: match[0].slice(0, ASKS_LENGTH),
    seen: {
      ...{ kind: form.kind, name: form.name, options: menu.options, chosen: menu.chosen },
      answer: answer < 0 ? null : answer,
      folder: folderOf(match.groups?.folder, menu.options),
    },
  }
}

const NO_WAY = { options: [], chosen: null, answer: null }

/** A page without options: Enter is the only way on, or a person has to act. */
function fitWords(
  { asks, ends, kind, name, answer }: DialogForm,
  lines: readonly string[],
): KnownDialog | null {
  const text = joined(lines.map(withoutFrame))
  const match = asks.exec(text)
  if (!match || !ends.test(text)) return null
  const way = answer ? { options: ['Enter'], chosen: 0, answer: 0 } : NO_WAY
  const seen = { kind, name, folder: null, ...way }
  return { seen, asks: match[0].slice(0, ASKS_LENGTH) }
}

/** Every option is there once, and no other one unless others are known to come. */
function hasOptions({ options, hasMore }: DialogForm, labels: readonly string[]): boolean {
  if (!hasMore && labels.length !== options.length) return false
  return options.every((option) => labels.filter((label) => option.test(label)).length === 1)
}

/** A long path is broken without a space: the pieces belong together. Some CLIs name it in the option alone. */
function folderOf(asked: string | undefined, options: readonly string[]): string | null {
  if (asked !== undefined) return asked.replaceAll(' ', '')
  return (
    options.map((label) => /^Trust folder \((.+)\)$/.exec(label)?.[1]).find((name) => name !== undefined) ??
    null
  )
}

/** What stands below the last rule. */
export function belowEdge(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.findLastIndex((line) => EDGE.test(line)) + 1)
}

/** The words of some lines; rows of drawing are left out. */
export function joined(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[╌─]+$/.test(line))
    .join(' ')
}
