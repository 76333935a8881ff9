import { windowAt } from '../decide/window-at.ts'
import type { Observation } from '../model/observation.ts'
import type { Reading } from '../model/source.ts'
import { noticeTold, noticeTurns } from '../observe/turns.ts'
import { letOthersRun } from '../system/poll.ts'
import { append, attempt, type World } from './world.ts'

/** How the booking of a tick ended. */
export interface Booking {
  readonly isBooked: boolean
  /** Something that is to be read, or was, is not booked yet. */
  readonly isReadingBehind: boolean
}

/**
 * Books what agents used on the gates that they served, a part at a time while there is much of it. While that fails nothing is
 * lost: it is read again.
 */
export async function bookTokens(world: World, seen: Observation): Promise<Booking> {
  const { transcripts } = world.eyes
  let { readings, isReadingBehind } = seen
  for (;;) {
    if (!book(world, readings, seen.at.wallMs)) return { isBooked: false, isReadingBehind: true }
    if (!isReadingBehind || !transcripts.hasBudget) return { isBooked: true, isReadingBehind }
    await letOthersRun()
    const more = transcripts.lookOn()
    append(
      world,
      [...noticeTurns(world.record.memory, more.turns), ...noticeTold(world.record.memory, more.told)].map(
        (fact) => ({ type: 'fact', fact }),
      ),
    )
    readings = more.readings
    isReadingBehind = more.isReadingBehind
  }
}

/** True: it is booked. */
function book(world: World, readings: readonly Reading[], nowMs: number): boolean {
  const { team } = world.config
  const { memory, isSaved } = world.record
  const windows = memory.stretches.flatMap((stretch) => stretch.windows)
  return attempt(world, 'tokens are not counted', () => {
    // After a crash the windows would have other numbers than those that they were booked on.
    if (!isSaved) throw new Error('the events with their gates are not saved yet; they are counted later')
    const serves = (agent: string, atMs: number) => windowAt(team, memory, agent, atMs)
    world.ledger.book(readings, windows, serves, nowMs)
    world.eyes.transcripts.booked(readings)
  })
}
