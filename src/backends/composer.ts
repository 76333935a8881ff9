import type { ScreenPatterns } from './profile.ts'

/** Where the input box stands on a screen, and what is in it. */
export interface ComposerSeen {
  /** Text without prompt and padding; null: no box is seen. */
  readonly text: string | null
  /** Lines above the box: the conversation. */
  readonly above: readonly string[]
}

/** The rule of a composer box: at least this many dashes, so that a Markdown rule is not taken for one. */
const RULE = /^[─━]{20,}/

/** Finds the input box from the bottom up. */
export function findComposer(lines: readonly string[], patterns: ScreenPatterns): ComposerSeen {
  const raw = { ruled, boxed, prompt: promptLine }[patterns.composer](lines, patterns)
  if (raw.text === null) return raw
  return { text: patterns.placeholder.test(raw.text) ? '' : raw.text, above: raw.above }
}

const NOT_SEEN = (lines: readonly string[]): ComposerSeen => ({ text: null, above: lines })

function ruled(lines: readonly string[], { prompt }: ScreenPatterns): ComposerSeen {
  const bottom = lines.findLastIndex((line) => RULE.test(line))
  const top = lines.slice(0, Math.max(0, bottom)).findLastIndex((line) => RULE.test(line))
  const inside = lines.slice(top + 1, bottom)
  if (top < 0 || inside.length === 0 || !prompt.test(inside[0] ?? '')) return NOT_SEEN(lines)
  return { text: joined(inside, prompt), above: lines.slice(0, top) }
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
  return { text: joined(inside, prompt), above: lines.slice(0, top) }
}

function promptLine(lines: readonly string[], { prompt }: ScreenPatterns): ComposerSeen {
  const at = lines.findLastIndex((line) => prompt.test(line))
  if (at < 0) return NOT_SEEN(lines)
  const after = lines.slice(at + 1)
  const end = after.findIndex((line) => line.trim() === '')
  return {
    text: joined([lines[at] ?? '', ...after.slice(0, Math.max(0, end))], prompt),
    above: lines.slice(0, at),
  }
}

function joined(inside: readonly string[], prompt: RegExp): string {
  const [first = '', ...rest] = inside
  return [first.replace(prompt, ''), ...rest.map((line) => line.replace(/^ {2}/, ''))].join('\n').trim()
}
