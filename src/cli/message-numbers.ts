import type { Event } from '../model/event.ts'

/**
 * The number of each message by the number of the event that queued it. The record counts messages as they are queued
 * and does not write the number down; so it is counted back from the end, where `nextMessage` is known.
 */
export function messageNumbers(events: readonly Event[], nextMessage: number): ReadonlyMap<number, number> {
  const queued = events.filter((event) => event.type === 'decided' && event.decision.action.do === 'queue')
  return new Map(queued.map(({ seq }, index) => [seq, nextMessage - queued.length + index]))
}
