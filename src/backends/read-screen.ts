import { BLANK_SCREEN, type ScreenReading } from '../model/observation.ts'
import { waitingUntilMs } from '../model/waiting-until.ts'
import { type ComposerSeen, findComposer } from './composer.ts'
import type { Profile, ScreenPatterns } from './profile.ts'
import { type KnownDialog, readDialog } from './read-dialog.ts'
import { findLimit, findResumes } from './read-limit.ts'
import { readPrompt } from './read-prompt.ts'

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
  const composer = findComposer(lines, profile.screen)
  const known = readDialog(profile.screen.dialogs ?? [], lines)
  const state = known ? openDialog(known) : stateOf(profile.screen, extra, lines, composer, nowMs)
  // A dialog takes the place of the box: what looks like one is an older drawing, or the dialog's own choice.
  const seen = state.state === 'dialog' ? { text: null, above: lines } : composer
  const read = {
    ...common(seen.above, nowMs),
    composer: seen.text,
    folded: foldOf(profile.screen, seen.text),
    ...state,
  }
  // With no box in sight the tag may stand in one that is not understood: it proves nothing.
  return seen.text === null && state.state === 'unknown' ? { ...read, tags: [] } : read
}

/** The size of a long paste that stands in the box as one word; null: what is there is shown whole. */
function foldOf({ folded }: ScreenPatterns, text: string | null): ScreenReading['folded'] {
  const sizes = folded?.exec(text ?? '')
  const count = (name: string) => (sizes?.groups?.[name] === undefined ? null : Number(sizes.groups[name]))
  return sizes ? { lines: count('lines'), chars: count('chars') } : null
}

type State = Pick<ScreenReading, 'state' | 'detail' | 'limit' | 'resumes' | 'dialog'>

/** What the rows around the input box tell. */
function stateOf(
  screen: ScreenPatterns,
  extra: ExtraPatterns,
  lines: readonly string[],
  composer: ComposerSeen,
  nowMs: number,
): State {
  const status = written(composer.above).slice(-STATUS_LINES)
  const footer = written(composer.below)
  const asks = composer.text === null ? status : footer
  const isOver = lines.some((line) => screen.overlay?.test(line))
  if (isOver || asks.some((line) => matches(screen.dialog, line)))
    return openDialog(readPrompt(screen, lines, [...status, ...footer]))
  const row = liveRow(screen, status) ?? status.findLast((line) => extra.active?.test(line))
  // A footer's own words are keys and modes: they tell nothing of the work.
  if (row !== undefined || footer.some((line) => matches(screen.footer, line)))
    return told('working', row ?? '')
  const resumes = findResumes(screen, footer)
  const limit = findLimit(screen, extra.limit, status, nowMs)
  if (limit) return { ...told('limited', limit.line), limit, resumes }
  const isCut = composer.text === '' && screen.atRest && !footer.some((line) => screen.atRest?.test(line))
  return { ...told(composer.text === null || isCut ? 'unknown' : 'idle', ''), resumes }
}

/** The spinner's row: the lowest one, but for rows that hang below it and texts that wait. */
function liveRow(
  { working, prompt, hanging }: ScreenPatterns,
  status: readonly string[],
): string | undefined {
  for (const line of status.toReversed()) {
    if (matches(working, line)) return line
    const hangs = hanging ? hanging.test(line) : /^\s/.test(line) || prompt.test(line)
    if (!hangs) return undefined
  }
  return undefined
}

function told(state: ScreenReading['state'], line: string): State {
  return { state, limit: null, resumes: null, dialog: null, detail: line.trim().slice(0, DETAIL_LENGTH) }
}

function openDialog({ seen, asks }: KnownDialog): State {
  return { ...told('dialog', asks), dialog: seen }
}

function matches(patterns: readonly RegExp[], line: string): boolean {
  return patterns.some((pattern) => pattern.test(line))
}

function written(lines: readonly string[]): string[] {
  return lines.filter((line) => line.trim() !== '')
}

function common(
  above: readonly string[],
  nowMs: number,
): Pick<ScreenReading, 'waitingUntil' | 'tags' | 'tail'> {
  const said = written(above)
  return { waitingUntil: findWaiting(said, nowMs), tags: findTags(above), tail: said.slice(-TAIL_LINES) }
}

/** At the start of a line, but for bullets and Markdown; the time may be a date and a clock time. */
const WAITING = /^[\s⏺●•*>`_-]*WAITING-UNTIL[:*`_]*\s+[`*_]*(\d{4}-\d\d-\d\d \d\d:\d\d\S*|\S+)/

function findWaiting(lines: readonly string[], nowMs: number): ScreenReading['waitingUntil'] {
  for (const line of lines.slice(-WAITING_LINES).toReversed()) {
    const value = WAITING.exec(line)?.[1]?.replace(/[^\w]+$/, '')
    if (value && waitingUntilMs(value, nowMs) !== null) return { line: line.trim(), value }
  }
  return null
}

/** Tags of our messages; one may be broken over two lines, with the indent of the second. */
function findTags(lines: readonly string[]): number[] {
  const text = `${lines.join('\n')}\n${lines.map((line) => line.trim()).join('')}`
  return [...new Set([...text.matchAll(/\[agents#(\d+)\]/g)].map((match) => Number(match[1])))]
}
