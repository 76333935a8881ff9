import { stripVTControlCharacters } from 'node:util'

// Tab and newline stay; bidirectional overrides go too, since they can make a line read as another one.
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const WIDE =
  /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}])/u
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]/u
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Text fit for a screen: escape sequences and control characters removed, newlines kept, a tab is two spaces. */
export function clean(text: string): string {
  const lines = text.toWellFormed().replace(/\r\n?/g, '\n').replaceAll('\t', '  ')
  return stripVTControlCharacters(lines).replace(CONTROLS, (control) => (control === '\n' ? '\n' : ''))
}

/** Columns that a clean text without newlines takes on a terminal. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  return Array.from(graphemes.segment(text), ({ segment }) => graphemeWidth(segment)).reduce(
    (a, b) => a + b,
    0,
  )
}

/**
 * Rows of at most `columns` columns for a clean text, broken at newlines, then after a space if there is one, else anywhere.
 * Nothing is dropped but the newlines: the rows of one line joined are that line.
 */
export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(2, columns)))
}

/** The first line of a text, and how many follow it, within `columns` columns. */
export function shorten(text: string, columns: number): string {
  const [first = '', ...rest] = text.split('\n')
  const [row = '', ...more] = wrapLine(first, Math.max(2, columns - 1))
  return more.length + rest.length > 0 ? `${row.trimEnd()}…` : row
}

function wrapLine(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line]
  const rows: string[] = []
  let row = ''
  let width = 0
  for (const { segment } of graphemes.segment(line)) {
    const next = graphemeWidth(segment)
    // Twice, when what stays after the last space is still too long for the next character.
    while (width + next > columns) {
      const cut = row.lastIndexOf(' ') + 1 || row.length
      rows.push(row.slice(0, cut))
      row = row.slice(cut)
      width = displayWidth(row)
    }
    row += segment
    width += next
  }
  return [...rows, row]
}

function graphemeWidth(grapheme: string): number {
  if (grapheme.length === 1 && grapheme >= ' ' && grapheme <= '~') return 1
  if (WIDE.test(grapheme)) return 2
  return ZERO.test(grapheme) ? 0 : 1
}
