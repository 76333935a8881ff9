import { BLANK_SCREEN, type ScreenReading } from '../model/observation.ts'
import type { OnLimit } from '../model/team.ts'
import { waitingUntilMs } from '../model/waiting-until.ts'
import { type ComposerSeen, findComposer } from './composer.ts'
import type { Profile, ScreenPatterns } from './profile.ts'
import { type KnownDialog, readDialog } from './read-dialog.ts'
import { findLimit, findResumes } from './read-limit.ts'
import { readPrompt } from './read-prompt.ts'

/** What the user says of a backend's screen. */
export interface BackendWords {
  /** Patterns besides the profile's, compiled to run in linear time. */
  readonly active: RegExp | null
  readonly limit: RegExp | null
  /** Default: `wait`. */
  readonly onLimit?: OnLimit
}

/** The newest WAITING-UNTIL among so many last lines counts. */
const WAITING_LINES = 40
/** State rows stand this close above the input box; anything higher is conversation that may quote them. */
const STATUS_LINES = 15
/** Where tmux breaks a row, blanks at its end are not seen. */
const BROKEN_BLANKS = 2
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
  extra: BackendWords,
  lines: readonly string[],
  nowMs: number,
): ScreenReading {
  if (!profile.screen) return { ...BLANK_SCREEN, ...common(lines, nowMs) }
  const composer = findComposer(lines, profile.screen)
  const known = readDialog(profile.screen.dialogs ?? [], lines, extra.onLimit ?? 'wait')
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

type State = Pick<ScreenReading, 'state' | 'detail' | 'job' | 'limit' | 'resumes' | 'dialog'>

/** What the rows around the input box tell. */
function stateOf(
  screen: ScreenPatterns,
  extra: BackendWords,
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
  const near = rowAbove(screen, composer.above, widthOf(lines))
  const row = near.live ?? status.findLast((line) => extra.active?.test(line))
  // A footer's own words are keys and modes: they tell nothing of the work.
  if (isBusy(row, composer, extra) || footer.some((line) => matches(screen.footer, line)))
    return told('working', row ?? '')
  const resumes = findResumes(screen, footer)
  // Half a screen: what stands there may be anybody's words.
  if (composer.text === null) return { ...told('unknown', ''), resumes }
  const limit = findLimit(screen, extra.limit, status, nowMs)
  if (limit) return { ...told('limited', limit.line), limit, resumes }
  const isCut = screen.atRest !== undefined && !footer.some((line) => screen.atRest?.test(line))
  // Words in the box are a draft, whatever goes on.
  const rests = (near.isQuiet && !isCut) || composer.text !== ''
  return { ...told(rests ? 'idle' : 'unknown', ''), job: near.job?.trim() ?? '', resumes }
}

/** With no box in sight the row may be anybody's words, but for those that the user names. */
function isBusy(row: string | undefined, { text }: ComposerSeen, { active }: BackendWords): boolean {
  return row !== undefined && (text !== null || active?.test(row) === true)
}

/** What stands right above the box: the row of work, or proof that there is none. Neither: it is cut off, or half drawn. */
interface RowAbove {
  readonly live?: string
  /** The row that tells of a job in the background. */
  readonly job?: string | undefined
  readonly isQuiet: boolean
}

/** The lowest row, but for rows that hang below the row of work, rows that tmux broke, and texts that wait. */
function rowAbove(screen: ScreenPatterns, above: readonly string[], width: number): RowAbove {
  const hangs = (line: string) =>
    screen.hanging ? screen.hanging.test(line) : /^\s/.test(line) || screen.prompt.test(line)
  const goesOn = (before = '') => before.length >= width - BROKEN_BLANKS
  let seen = 0
  let job: string | undefined
  for (let at = above.length - 1; at >= 0 && seen < STATUS_LINES; at--) {
    const line = above[at] ?? ''
    if (line.trim() === '') continue
    seen += 1
    const found = saidBy(screen, line)
    if (found) return found
    // It stands below a row of work as well.
    if (screen.job?.test(line)) job = line
    else if (!hangs(line) && !goesOn(above[at - 1])) return { isQuiet: true, job }
  }
  // No more than these hang below a row of work; what fewer hang from is cut off.
  return { isQuiet: seen === STATUS_LINES || screen.hanging === undefined, job }
}

/** What one row says by its own form; null: nothing. */
function saidBy({ working, torn = [] }: ScreenPatterns, line: string): RowAbove | null {
  if (matches(working, line)) return { live: line, isQuiet: false }
  return matches(torn, line) ? { isQuiet: false } : null
}

/** How wide the widest row is: after one that wide the next may be a part of it. */
function widthOf(lines: readonly string[]): number {
  return lines.reduce((width, line) => Math.max(width, line.length), 0)
}

function told(state: ScreenReading['state'], line: string): State {
  return {
    state,
    job: '',
    limit: null,
    resumes: null,
    dialog: null,
    detail: line.trim().slice(0, DETAIL_LENGTH),
  }
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
