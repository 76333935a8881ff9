import { recall } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { describeState, type Testimony } from '../model/testimony.ts'
import { formatDuration } from '../model/time.ts'
import { formatMoment } from './moment.ts'
import { type Output, type Piece, paint } from './output.ts'

/** What one teller says of an agent's CLI, and whether it is the one that is believed. */
export interface Told extends Testimony {
  readonly isBelieved: boolean
}

/** What each teller says of a member, as last recorded; none where nothing runs or nobody can tell. */
export function toldOf(memory: Memory, name: string): Told[] {
  const { run, seen } = recall(memory, name)
  if (run !== 'running' || seen?.kind !== 'here') return []
  return seen.testimonies.map((one) => ({ ...one, isBelieved: one.teller === seen.state.teller }))
}

/** Prints them side by side, the believed one marked. */
export function printTold(output: Output, told: readonly Told[], nowMs: number): void {
  if (told.length > 0)
    output.table(
      ['', 'told by', 'it is', 'since'],
      told.map((one) => row(one, nowMs)),
    )
}

function row(one: Told, nowMs: number): Piece[] {
  const says =
    one.says === null ? paint('dim', 'not known') : describeState({ says: one.says, detail: one.detail })
  return [one.isBelieved ? '  *' : '   ', one.teller, says, paint('dim', sinceOf(one, nowMs))]
}

/** What is drawn has no age of its own: it is what the pane shows now. */
function sinceOf({ teller, says, sinceMs }: Told, nowMs: number): string {
  if (says === null) return '-'
  if (teller === 'title' || teller === 'screen') return 'as drawn now'
  return `${formatMoment(sinceMs, nowMs)} (${formatDuration(Math.max(0, nowMs - sinceMs))})`
}
