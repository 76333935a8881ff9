import type { Evidence } from '../model/decision.ts'
import type { Member } from '../model/memory.ts'
import type { PaneSeen } from '../model/observation.ts'
import type { SetbackMemory } from '../model/setback.ts'

/** A usage limit that is believed, and what it rests on. */
export interface LimitBelieved {
  /** The CLI's words. */
  readonly line: string
  /** When it ends, wall ms; null: no time is told. */
  readonly resetMs: number | null
  /** When it was met, wall ms. */
  readonly atMs: number
  readonly because: readonly Evidence[]
}

/** The setback that keeps the agent from going on: no answer came since, and it was not waited out. null: there is none. */
export function standingSetback({ setback }: Readonly<Member>): SetbackMemory | null {
  return setback && !setback.over ? setback : null
}

/**
 * The usage limit that an agent stands at; null: none is proven. The transcript is the first witness. A line of the screen may
 * have been printed by a command or quoted: it counts beside an error in the transcript alone.
 */
export function limitSeen(member: Readonly<Member>, pane: PaneSeen, nowMs: number): LimitBelieved | null {
  const setback = standingSetback(member)
  if (!setback) return null
  const shown = pane.screen.state === 'limited' ? pane.screen.limit : null
  const told = {
    saw: `transcript tells of a setback (${[setback.kind, setback.window].filter(Boolean).join(', ')}): ${setback.words}`,
    ageMs: nowMs - setback.atMs,
  }
  const { atMs } = setback
  if (setback.kind === 'limit')
    return { line: setback.words, resetMs: setback.resetsMs ?? shown?.resetMs ?? null, atMs, because: [told] }
  if (!shown || shown.line === member.spentLimit) return null
  const because = [{ saw: `screen shows a limit: ${shown.line}` }, told]
  return { line: shown.line, resetMs: shown.resetMs, atMs, because }
}
