import type { ScreenPatterns } from './profile.ts'

/** Where the input box stands on a screen, and what is in it. */
export interface ComposerSeen {
  /** Text without prompt and padding; null: no box is seen. */
  readonly text: string | null
  /** Lines above the box: the conversation. */
  readonly above: readonly string[]
  /** Lines below the box: its footer. */
  readonly below: readonly string[]
}

/** The rule of a composer box: at least this many dashes, so that a Markdown rule is not taken for one. */
const RULE = /^[─━]{20,}/

/** The same, or `─── ↑ 3 more ───`. */
const SCROLLED_RULE = /^(─{20,}|─── [↑↓] \d+ more ─+)$/

/** A footer or a menu of commands is no longer; what has more below it is conversation that looks like a box. */
const FOOTER_LINES = 12

/** Finds the input box from the bottom up. */
export function findComposer(lines: readonly string[], patterns: ScreenPatterns): ComposerSeen {
  const raw = { ruled, bare, boxed, gutter, prompt: promptLine }[patterns.composer](lines, patterns)
  const footer = raw.below.filter((line) => line.trim() !== '')
  if (raw.text === null || footer.length > FOOTER_LINES || !isWhole(patterns, footer)) return NOT_SEEN(lines)
  return patterns.placeholder.test(raw.text) ? { ...raw, text: '' } : raw
}

/** A CLI that can be typed to has drawn what stands below its box. */
function isWhole({ foot }: ScreenPatterns, [first, ...rest]: readonly string[]): boolean {
  if (first === undefined || !foot) return first !== undefined
  return foot.first.test(first) && rest.every((line) => foot.rest.test(line))
}

const NOT_SEEN = (lines: readonly string[]): ComposerSeen => ({ text: null, above: lines, below: [] })

function ruled(lines: readonly string[], { prompt }: ScreenPatterns): ComposerSeen {
  const bottom = lastRule(lines)
  const top = lastRule(lines.slice(0, Math.max(0, bottom.first)))
  const inside = lines.slice(top.last + 1, bottom.first)
  if (top.last < 0 || inside.length === 0 || !prompt.test(inside[0] ?? '')) return NOT_SEEN(lines)
  return {
    text: joined(inside, prompt),
    above: lines.slice(0, top.first),
    below: lines.slice(bottom.last + 1),
  }
}

/** The rows of the lowest rule: tmux breaks one that is too wide for its pane. -1: there is none. */
function lastRule(lines: readonly string[]): { first: number; last: number } {
  const last = lines.findLastIndex((line) => RULE.test(line))
  let first = last
  while (first > 0 && RULE.test(lines[first - 1] ?? '')) first -= 1
  return { first, last }
}

/**
 * Between two rules of the same length, which tell what is scrolled away. Only a rule within a draft that is as long could be
 * taken for one of them.
 */
function bare(lines: readonly string[], { prompt, dialog }: ScreenPatterns): ComposerSeen {
  const bottom = lines.findLastIndex((line) => SCROLLED_RULE.test(line))
  const length = lines[bottom]?.length ?? 0
  const isTop = (line: string) => SCROLLED_RULE.test(line) && line.length === length
  // A longer one belongs to the box as well: the lowest is half drawn.
  const isTorn = lines.some((line) => line.length > length && SCROLLED_RULE.test(line))
  const top = lines.slice(0, Math.max(0, bottom)).findLastIndex(isTop)
  const inside = lines.slice(top + 1, bottom)
  const isList = inside.some((line) => dialog.some((pattern) => pattern.test(line)))
  if (top < 0 || inside.length === 0 || isList || isTorn) return NOT_SEEN(lines)
  return { text: joined(inside, prompt), above: lines.slice(0, top), below: lines.slice(bottom + 1) }
}

function boxed(lines: readonly string[], { prompt }: ScreenPatterns): ComposerSeen {
  const bottom = lines.findLastIndex((line) => /^\s*[╰└▀╹]/.test(line))
  const top = lines.slice(0, Math.max(0, bottom)).findLastIndex((line) => /^\s*[╭┌▄╻]/.test(line))
  const inside = lines.slice(top + 1, bottom).map((line) =>
    line
      .trim()
      .replace(/^[│┃]\s?/, '')
      .replace(/\s*[│┃]$/, ''),
  )
  if (top < 0 || inside.length === 0 || !prompt.test(inside[0] ?? '')) return NOT_SEEN(lines)
  return { text: joined(inside, prompt), above: lines.slice(0, top), below: lines.slice(bottom + 1) }
}

/** A run of lines behind a bar, closed below; the last of them names agent and model. */
function gutter(lines: readonly string[], { prompt }: ScreenPatterns): ComposerSeen {
  const bottom = lines.findLastIndex((line) => /^\s*╹▀/.test(line))
  const top = lines.slice(0, Math.max(0, bottom)).findLastIndex((line) => !/^\s*┃/.test(line))
  // What stands to the right of it, such as a long name of the folder, is no word in it.
  const width = /^\s*╹▀+/.exec(lines[bottom] ?? '')?.[0].length ?? 0
  const inside = lines
    .slice(top + 1, Math.max(0, bottom - 1))
    .map((line) => line.slice(0, width).replace(/^\s*┃ {0,2}/, ''))
  if (bottom < 0 || inside.length === 0) return NOT_SEEN(lines)
  return { text: joined(inside, prompt), above: lines.slice(0, top + 1), below: lines.slice(bottom + 1) }
}

function promptLine(lines: readonly string[], { prompt }: ScreenPatterns): ComposerSeen {
  const at = lines.findLastIndex((line) => prompt.test(line))
  if (at < 0) return NOT_SEEN(lines)
  const after = lines.slice(at + 1)
  const blank = after.findIndex((line) => line.trim() === '')
  const rest = blank < 0 ? [] : after.slice(0, blank)
  return {
    text: joined([lines[at] ?? '', ...rest], prompt),
    above: lines.slice(0, at),
    below: after.slice(rest.length),
  }
}

function joined(inside: readonly string[], prompt: RegExp): string {
  const [first = '', ...rest] = inside
  return [first.replace(prompt, ''), ...rest.map((line) => line.replace(/^ {2}/, ''))]
    .join('\n')
    .replace(CURSOR, '')
    .trim()
}

/** Some draw their cursor as a character without a width, behind the text. */
const CURSOR = /\u200b$/
