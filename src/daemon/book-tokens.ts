import { windowAt } from '../decide/window-at.ts'
import type { Observation } from '../model/observation.ts'
import { attempt, type World } from './world.ts'

/**
 * Books what agents used on the gates that they served. While that fails nothing is lost: it is read again.
 * True: it is booked.
 */
export function bookTokens(world: World, { readings, at }: Observation): boolean {
  const { team } = world.config
  const { memory, isSaved } = world.record
  const windows = memory.stretches.flatMap((stretch) => stretch.windows)
  return attempt(world, 'tokens are not counted', () => {
    // After a crash the windows would have other numbers than those that they were booked on.
    if (!isSaved) throw new Error('the events with their gates are not saved yet; they are counted later')
    const serves = (agent: string, atMs: number) => windowAt(team, memory, agent, atMs)
    world.ledger.book(readings, windows, serves, at.wallMs)
    world.eyes.transcripts.booked(readings)
  })
}
