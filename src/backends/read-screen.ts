import { BLANK_SCREEN, type ScreenReading } from '../model/observation.ts'
import { waitingUntilMs } from '../model/waiting-until.ts'
import { findComposer } from './composer.ts'
import type { Profile, ScreenPatterns } from './profile.ts'
import { resetMs } from './reset-time.ts'

/** Patterns that the user gave for a backend, compiled to run in linear time. */
export interface ExtraPatterns {
  readonly active: RegExp | null
  readonly limit: RegExp | null
}

/** The newest WAITING-UNTIL among so many last lines counts. */
const WAITING_LINES = 40
/** State rows stand this close above the input box; anything higher is conversation that may quote them. */
const STATUS_LINES = 15
/** Lines kept as evidence for people. */
const TAIL_LINES = 3
/** A state row is told to people up to this length. */
const DETAIL_LENGTH = 160

/**
 * What a screen says: `lines` from top to bottom without trailing blanks, `nowMs` wall time of the capture. Pure; a
 * screen that matches nothing is `unknown`.
 */
export function readScreen(
  profile: Profile,
  extra: ExtraPatterns,
  lines: readonly string[],
  nowMs: number,
): ScreenReading {
  if (!profile.screen) return { ...BLANK_SCREEN, ...common(lines, nowMs) }
  const { text, above } = findComposer(lines, profile.screen)
  const status = above.filter((line) => line.trim() !== '').slice(-STATUS_LINES)
  return {
    ...common(above, nowMs),
    composer: text,
    folded: text === null ? null : foldOf(profile.screen, text),
    ...stateOf(profile.screen, extra, status, text !== null, nowMs),
  }
}

function foldOf({ folded }: ScreenPatterns, text: string): ScreenReading['folded'] {
  const sizes = folded?.exec(text)
  const count = (name: string) => (sizes?.groups?.[name] === undefined ? null : Number(sizes.groups[name]))
  return sizes ? { lines: count('lines'), chars: count('chars') } : null
}

/** What the rows just above the input box tell; a dialog takes the place of the box. */
function stateOf(
  screen: ScreenPatterns,
  extra: ExtraPatterns,
  status: readonly string[],
  hasComposer: boolean,
  nowMs: number,
): Pick<ScreenReading, 'state' | 'detail' | 'limit'> {
  const last = (patterns: readonly RegExp[]) =>
    status.findLast((line) => patterns.some((one) => one.test(line)))
  const told = (state: ScreenReading['state'], line: string, limit: ScreenReading['limit'] = null) => ({
    ...{ state, limit },
    detail: line.trim().slice(0, DETAIL_LENGTH),
  })
  if (!hasComposer && last(screen.dialog) !== undefined) return told('dialog', question(status))
  const working = last(extra.active ? [...screen.working, extra.active] : screen.working)
  if (working !== undefined) return told('working', working)
  const limit = extra.limit ? findLimit(status, extra.limit, nowMs) : null
  if (limit) return told('limited', limit.line, limit)
  return told(hasComposer ? 'idle' : 'unknown', '')
}

function common(
  above: readonly string[],
  nowMs: number,
): Pick<ScreenReading, 'waitingUntil' | 'tags' | 'tail'> {
  const written = above.filter((line) => line.trim() !== '')
  return {
    waitingUntil: findWaiting(written, nowMs),
    tags: findTags(above),
    tail: written.slice(-TAIL_LINES),
  }
}

function findWaiting(lines: readonly string[], nowMs: number): ScreenReading['waitingUntil'] {
  for (const line of lines.slice(-WAITING_LINES).toReversed()) {
    const value = /^[\s⏺●•*>-]*WAITING-UNTIL:?\s+(\S+)/.exec(line)?.[1]
    if (value && waitingUntilMs(value, nowMs) !== null) return { line: line.trim(), value }
  }
  return null
}

/** Tags of our messages; one may be broken over two lines, with the indent of the second. */
function findTags(lines: readonly string[]): number[] {
  const text = `${lines.join('\n')}\n${lines.map((line) => line.trim()).join('')}`
  return [...new Set([...text.matchAll(/\[agents#(\d+)\]/g)].map((match) => Number(match[1])))]
}

function findLimit(lines: readonly string[], pattern: RegExp, nowMs: number): ScreenReading['limit'] {
  for (const line of lines.toReversed()) {
    const match = pattern.exec(line)
    if (match) return { line: line.trim(), resetMs: resetMs(match.groups?.reset ?? line, nowMs) }
  }
  return null
}

/** What a dialog asks: its first line that looks like a question or a title. */
function question(lines: readonly string[]): string {
  return lines.find((line) => line.includes('?')) ?? lines[0] ?? ''
}
