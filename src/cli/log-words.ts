import type { LogEntry } from '../model/log-entry.ts'
import { promptOf } from '../model/tokens.ts'
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

/** A place in a text. */
export interface Found {
  readonly index: number
  readonly length: number
}

/**
 * A text of at most `width` characters. What is too much is taken out of the middle, since the end of what a program prints
 * tells most, or with `keepStart` from the end. A place that was searched for is kept instead when it would be lost.
 */
export function shortened(
  text: string,
  width: number,
  { keepStart = false, found = null }: Keep = {},
): string {
  if (text.length <= width) return text
  const head = keepStart ? width - 2 : Math.ceil((width - 3) * HEAD_SHARE)
  const tail = keepStart ? 0 : Math.max(0, width - 3 - head)
  if (found && found.index + found.length > head && found.index < text.length - tail)
    return around(text, width, found)
  return `${headOf(text, head)} … ${tailOf(text, tail)}`.trimEnd()
}

/** What `shortened` keeps. */
export interface Keep {
  readonly keepStart?: boolean
  readonly found?: Found | null
}

const HEAD_SHARE = 0.6
/** A cut moves by so much to fall between two words. */
const WORD_LENGTH = 15

/** A place that is itself too long is shown at its end: what was searched for last decided. */
function around(text: string, width: number, { index, length }: Found): string {
  const room = width - 4
  const start = length > room ? index + length - room : Math.max(0, index - Math.floor((room - length) / 2))
  return `… ${tailOf(text.slice(0, start + room), room)} …`
}

function headOf(text: string, length: number): string {
  const head = text.slice(0, length)
  const blank = head.lastIndexOf(' ')
  return (
    blank > 0 && blank >= length - WORD_LENGTH ? head.slice(0, blank) : head.replace(HALF_AT_END, '')
  ).trimEnd()
}

function tailOf(text: string, length: number): string {
  const tail = text.slice(text.length - length)
  const blank = tail.indexOf(' ')
  const isNear = blank !== -1 && blank < WORD_LENGTH
  return (isNear ? tail.slice(blank) : tail.replace(HALF_AT_START, '')).trimStart()
}

/** Half of a character, left over by a cut. */
const HALF_AT_START = /^[\udc00-\udfff]/
const HALF_AT_END = /[\ud800-\udbff]$/

/** What an answer used, for people: the whole prompt and answer, and what of them was special; zero is not named. */
export function usageText({ tokens, model }: Pick<LogEntry, 'tokens' | 'model'>): string {
  if (!tokens) return ''
  const { cacheRead, cacheWrite5m, cacheWrite1h, reasoning, output } = tokens
  const prompt = [
    part(cacheRead, 'cached'),
    part(cacheWrite5m, 'written'),
    part(cacheWrite1h, 'written for 1h'),
  ]
  const answer = [part(reasoning, 'reasoning')]
  return [
    `${grouped(promptOf(tokens))} in${inBrackets(prompt)}`,
    `${grouped(output + reasoning)} out${inBrackets(answer)}`,
    ...(model === '' ? [] : [model]),
  ].join(' · ')
}

function part(count: number, words: string): string {
  return count === 0 ? '' : `${grouped(count)} ${words}`
}

function inBrackets(parts: readonly string[]): string {
  const some = parts.filter(Boolean)
  return some.length === 0 ? '' : ` (${some.join(', ')})`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Lines of at most so many columns, broken at blanks where there are some; those of a list item stay under its text. */
export function wrapped(line: string, columns: number): string[] {
  if (displayWidth(line) <= columns) return [line]
  const start = /^ *(?:[-*•] +|\d{1,3}[.)] +)?/.exec(line)?.[0].slice(0, Math.floor(columns / 2)) ?? ''
  const margin = ' '.repeat(start.length)
  const lines: string[] = []
  let [current, isFresh] = [start, true]
  for (const word of line.slice(start.length).split(/(?<= )(?=\S)/)) {
    const joined = `${current}${word}`
    if (displayWidth(joined.trimEnd()) > columns) {
      if (!isFresh) lines.push(current.trimEnd())
      const pieces = broken(isFresh ? joined : `${margin}${word}`, columns)
      current = pieces.pop() ?? ''
      lines.push(...pieces)
    } else current = joined
    isFresh = false
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
