import type { DialogKind, DialogSeen } from '../model/dialog.ts'
import type { ScreenPatterns } from './profile.ts'
import { belowEdge, DIALOG_LINES, joined, type KnownDialog } from './read-dialog.ts'
import { type Menu, readMenu } from './read-menu.ts'

/**
 * A dialog that is not known word for word: its kind, its options where they are read, and what it asks. Nobody answers it.
 * `lines` are the screen's, `rows` those that gave it away.
 */
export function readPrompt(
  patterns: ScreenPatterns,
  lines: readonly string[],
  rows: readonly string[],
): KnownDialog {
  const last = lines.slice(-DIALOG_LINES)
  const menu = readMenu(last)
  const kind = kindOf(patterns, last)
  const seen: DialogSeen = {
    ...{ kind, name: '', options: menu?.options ?? [], chosen: menu?.chosen ?? null },
    ...{ answer: null, folder: null },
  }
  const told = kind === 'permission' ? permission(patterns, menu, last) : ''
  return { seen, asks: told || question(rows) }
}

function kindOf({ permission, question }: ScreenPatterns, lines: readonly string[]): DialogKind {
  if (question?.test(joined(lines))) return 'question'
  return permission?.test(joined(lines)) ? 'permission' : 'other'
}

/** What leave is asked for: the question, and what it is about. */
function permission({ permission }: ScreenPatterns, menu: Menu | null, lines: readonly string[]): string {
  const block = belowEdge(menu?.above ?? lines)
  const match = permission?.exec(joined(block))
  if (!match) return ''
  const about =
    joined(block)
      .slice(match.index + match[0].length)
      .trim() || command(block)
  return about === '' ? match[0] : `${match[0]} ${about}`
}

/** What stands between two dashed rows, else what stands above the question. */
function command(block: readonly string[]): string {
  const isDashed = (line: string) => /^\s*╌+$/.test(line)
  const end = block.findLastIndex(isDashed)
  const start = block.slice(0, Math.max(0, end)).findLastIndex(isDashed)
  const [title = '', ...rest] = block.filter((line) => line.trim() !== '').map((line) => line.trim())
  const inside = start < 0 ? joined(rest.slice(0, -1)) : joined(block.slice(start + 1, end))
  return inside === '' ? '' : `(${title}: ${inside})`
}

/** What a dialog asks: its last line that ends as a question does, else the first that is there. */
function question(lines: readonly string[]): string {
  return (lines.findLast((line) => /\?[\s│]*$/.test(line)) ?? lines[0] ?? '').trim()
}
