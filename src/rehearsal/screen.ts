import { type Composer, shownText } from './composer.ts'
import type { DialogStep } from './steps.ts'
import { clean, displayWidth, shorten, wrap } from './text.ts'

/** Everything that the rows at the bottom of the screen show. */
export interface View {
  /** What it is busy with; null: idle or silent, and then no row of it is drawn. */
  readonly busy: { readonly word: string; readonly sinceMs: number } | null
  /** The half-finished line of a stalled agent. */
  readonly unfinished: string | null
  /** Submitted texts that wait for the turn's end, as shown. */
  readonly queue: readonly string[]
  /** null: not ready yet. */
  readonly composer: Composer | null
  /** Takes the place of composer and footer; `chosen` is counted from 0. */
  readonly dialog: (DialogStep & { readonly at: number }) | null
}

export interface ScreenSize {
  readonly columns: number
  readonly rows: number
}

/** The rows that are drawn anew in place; the cursor is counted from 0 within them, null: hidden. */
export interface Frame {
  readonly rows: readonly string[]
  readonly cursor: { readonly row: number; readonly column: number } | null
}

const SPINNER = ['✻', '✽', '✶', '✢']
/** How long each form of the spinner stands, so that a busy agent draws about four times a second. */
export const SPINNER_MS = 250
const MOST_QUEUED = 5

/** Rows at most one column short of the width: the cursor never stands beyond the edge, where erasing would take a character. */
export function usable(size: ScreenSize): number {
  return Math.max(10, size.columns - 1)
}

/** The rows of the conversation's paragraphs at this width. */
export function conversationRows(paragraphs: readonly string[], size: ScreenSize): string[] {
  return paragraphs.flatMap((paragraph) => wrap(paragraph, usable(size)))
}

/** The bottom of the screen; no more rows than the screen has, less one. */
export function frame(view: View, size: ScreenSize, nowMs: number): Frame {
  const above = [unfinishedRows(view, size), [...busyRows(view, nowMs), ...queueRows(view, size)]].flatMap(
    spaced,
  )
  const below = view.dialog ? dialogFrame(view.dialog, size) : composerFrame(view.composer, size)
  const rows = [...above, ...below.rows]
  const cut = Math.max(0, rows.length - Math.max(1, size.rows - 1))
  const cursor = below.cursor && { ...below.cursor, row: below.cursor.row + above.length - cut }
  return { rows: rows.slice(cut), cursor: cursor && cursor.row >= 0 ? cursor : null }
}

function spaced(rows: readonly string[]): readonly string[] {
  return rows.length > 0 ? [...rows, ''] : []
}

function unfinishedRows(view: View, size: ScreenSize): string[] {
  return view.unfinished === null ? [] : wrap(view.unfinished, usable(size))
}

function busyRows({ busy }: View, nowMs: number): string[] {
  if (!busy) return []
  const seconds = Math.floor((nowMs - busy.sinceMs) / 1000)
  const glyph = SPINNER[Math.floor(nowMs / SPINNER_MS) % SPINNER.length]
  return [`${glyph} ${busy.word}… (${seconds}s · esc to interrupt)`]
}

function queueRows({ queue }: View, size: ScreenSize): string[] {
  const rows = queue.slice(0, MOST_QUEUED).map((text) => shorten(`  Queued: ${clean(text)}`, usable(size)))
  return queue.length > MOST_QUEUED ? [...rows, `  … and ${queue.length - MOST_QUEUED} more`] : rows
}

function composerFrame(composer: Composer | null, size: ScreenSize): Frame {
  if (!composer) return { rows: [], cursor: null }
  const all = wrap(clean(shownText(composer)), usable(size) - 2)
  const rows = all.slice(-Math.max(1, Math.floor(size.rows / 2)))
  const rule = '─'.repeat(usable(size))
  const text = rows.map((row, index) => `${index === 0 ? '❯ ' : '  '}${row}`)
  return {
    rows: [rule, ...text, rule, '  ⏵⏵ scripted agent on · ? for shortcuts'],
    cursor: { row: text.length, column: displayWidth(text.at(-1) ?? '') },
  }
}

function dialogFrame(dialog: DialogStep & { at: number }, size: ScreenSize): Frame {
  const options = dialog.options.flatMap((option, index) =>
    wrap(`${index === dialog.at ? ' ❯ ' : '   '}${index + 1}. ${clean(option)}`, usable(size)),
  )
  const title = wrap(` ${clean(dialog.title)}`, usable(size))
  const rule = '─'.repeat(usable(size))
  return {
    rows: [rule, ...title, '', ...options, '', ' ↑↓ to move · Enter to confirm · Esc to cancel'],
    cursor: null,
  }
}
