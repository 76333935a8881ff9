import type { ScreenReading } from './observation.ts'
import { asks, type Doing, rests, type StateSeen, TELLERS, type Testimony, works } from './testimony.ts'

/**
 * A CLI at work draws at least its clock every second; a screen that reads idle and has stood still for so long shows
 * that a turn is over whose end nobody told (Esc fires no Stop hook; a killed program leaves its registry behind).
 */
export const STILL_MS = 15_000

/** The registry is written up to 0.2 s after the hook of the same change (seen on Claude Code 2.1.329). */
const SAME_CHANGE_MS = 5_000

const NOBODY: StateSeen = { says: 'unknown', teller: null, sinceMs: 0, detail: '', untilMs: null }

/**
 * The best word that still holds. Pure.
 *
 * 1. A dialog that is seen on the screen counts, whatever else is said: no hook and no registry knows all of them.
 * 2. Else the best teller that knows, unless a lower one has overtaken it: the registry tells of a change since; the
 *    screen has stood still and idle while the teller says `working`; the screen shows work where title and transcript
 *    tell of none, or a job in the background.
 * 3. When nobody knows it is `unknown`.
 */
export function fuse(testimonies: readonly Testimony[], nowMs: number): StateSeen {
  const known = testimonies
    .filter((one) => one.says !== null)
    .toSorted((a, b) => TELLERS.indexOf(a.teller) - TELLERS.indexOf(b.teller))
  const drawn = known.find((one) => one.teller === 'screen' && asksIn(one))
  const best = known.find((one, at) => !known.slice(at + 1).some((by) => isOvertaken(one, by, nowMs)))
  const found = drawn ?? best
  return found ? { ...found, says: found.says ?? 'unknown' } : NOBODY
}

/** Whether a word no longer holds because of what a lower teller says. */
function isOvertaken(one: Testimony, by: Testimony, nowMs: number): boolean {
  if (by.teller === 'registry') return isSuperseded(one, by, nowMs)
  if (by.says === null || one.says === null) return false
  const isOfNow = one.teller === 'title' || one.teller === 'transcript'
  if (isOfNow && rests({ says: one.says }) && works({ says: by.says })) return true
  if (isOfNow && one.says === 'idle' && by.says === 'background') return true
  const isStill = rests({ says: by.says }) && nowMs - by.sinceMs >= STILL_MS && by.sinceMs >= one.sinceMs
  // Keys into a prompt that is there after all would grant it: the registry, which tells when it is gone, is believed.
  const mayBeOver = works({ says: one.says }) || (one.teller === 'hook' && asksIn(one))
  return isStill && mayBeOver
}

/** The registry is kept up to date, a hook's word is as old as its event: the later one holds. */
function isSuperseded(hook: Testimony, registry: Testimony, nowMs: number): boolean {
  // Nobody was asked: another hook, a person's own, has given leave.
  const isAnswered = asksIn(hook) && registry.says === 'working' && nowMs - hook.sinceMs > SAME_CHANGE_MS
  if (isAnswered) return true
  const laterMs = registry.sinceMs - hook.sinceMs
  // It has no word of its own for compaction.
  if (hook.says === 'compacting' && registry.says === 'working') return false
  return laterMs > (kindOf(hook.says) === kindOf(registry.says) ? SAME_CHANGE_MS : 0)
}

type Kind = 'rests' | 'works' | 'asks' | 'other'

/** Words of one kind do not contradict each other. */
function kindOf(says: Doing | null): Kind {
  if (says === null) return 'other'
  if (rests({ says })) return 'rests'
  if (works({ says })) return 'works'
  return asks({ says }) ? 'asks' : 'other'
}

function asksIn({ says }: Testimony): boolean {
  return kindOf(says) === 'asks'
}

/** What a screen testifies; `drawnMs`: when its pane last drew, wall ms. */
export function screenTestimony(screen: ScreenReading, drawnMs: number): Testimony {
  const isLeave = screen.state === 'dialog' && screen.dialog?.kind === 'permission'
  const isJob = screen.state === 'idle' && screen.job !== ''
  const says = isLeave ? 'permission' : isJob ? 'background' : SCREEN_SAYS[screen.state]
  const untilMs = screen.limit?.resetMs ?? null
  return {
    teller: 'screen',
    says,
    sinceMs: drawnMs,
    detail: screen.limit?.line ?? (isJob ? screen.job : screen.detail),
    untilMs,
  }
}

const SCREEN_SAYS: Readonly<Record<ScreenReading['state'], Doing | null>> = {
  idle: 'idle',
  working: 'working',
  dialog: 'question',
  limited: 'limited',
  unknown: null,
}
