import type { LogEntry } from '../model/log-entry.ts'
import { promptOf, type Tokens } from '../model/tokens.ts'
import { displayWidth } from './printable.ts'

/** Where a line of the transcript ended, when the next one is shown on the same line. */
const FOLD = ' ⏎ '

/** Text on one line, each of its own line breaks as ` ⏎ `; empty lines are left out. */
export function folded(text: string): string {
  if (!text.includes('\n')) return text.trim()
  return linesOf(text)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(FOLD)
}

/** Lines of a text without the empty ones around it. */
export function linesOf(text: string): string[] {
  return text
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n')
}

/**
 * A text of at most `width` characters; what is too much is taken out of the middle, since the end of what a program
 * prints tells most. A `found` place that would fall into the gap is kept instead of the middle of the text.
 */
export function shortened(
  text: string,
  width: number,
  found: { index: number; length: number } | null = null,
): string {
  if (text.length <= width) return text
  const head = Math.ceil((width - 3) * HEAD_SHARE)
  const tail = Math.max(0, width - 3 - head)
  const isInGap = found !== null && found.index + found.length > head && found.index < text.length - tail
  if (!isInGap) return `${whole(text.slice(0, head))} … ${whole(text.slice(text.length - tail))}`
  const around = Math.max(found.length, width - 4)
  const start = Math.max(0, found.index - Math.floor((around - found.length) / 2))
  return `… ${whole(text.slice(start, start + around))} …`
}

const HEAD_SHARE = 0.6

/** Without the half of a character that a cut left at an end. */
function whole(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, '').replace(/[\ud800-\udbff]$/, '')
}

/** What an answer used, for people; parts that are zero are not named. */
export function usageText({ tokens, model }: Pick<LogEntry, 'tokens' | 'model'>): string {
  if (!tokens) return ''
  const parts = [...PARTS.map(([key, words]) => part(tokens[key], words)), model]
  return [`${grouped(promptOf(tokens))} in`, `${grouped(tokens.output + tokens.reasoning)} out`, ...parts]
    .filter(Boolean)
    .join(' · ')
}

const PARTS: readonly (readonly [keyof Tokens, string])[] = [
  ['reasoning', 'reasoning'],
  ['cacheRead', 'from cache'],
  ['cacheWrite5m', 'to cache'],
  ['cacheWrite1h', 'to cache for 1h'],
]

function part(count: number, words: string): string {
  return count === 0 ? '' : `${grouped(count)} ${words}`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Lines of at most so many columns, broken at blanks where there are some. Deeper lines keep their own indentation. */
export function wrapped(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line]
  const margin = /^ */.exec(line)?.[0].slice(0, Math.floor(columns / 2)) ?? ''
  const lines: string[] = []
  let current = ''
  for (const word of line.trimStart().split(/(?<= )(?=\S)/)) {
    const joined = current === '' ? `${margin}${word}` : `${current}${word}`
    if (displayWidth(joined.trimEnd()) <= columns) {
      current = joined
      continue
    }
    if (current !== '') lines.push(current.trimEnd())
    const pieces = broken(`${margin}${word}`, columns)
    current = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return [...lines, current.trimEnd()]
}

/** A word that is wider than a line, in pieces that are not. */
function broken(word: string, columns: number): string[] {
  const pieces: string[] = []
  let [piece, width] = ['', 0]
  for (const character of word) {
    const wide = displayWidth(character)
    if (width + wide > columns && piece !== '') {
      pieces.push(piece)
      ;[piece, width] = ['', 0]
    }
    piece += character
    width += wide
  }
  return [...pieces, piece]
}
