import { describeEvent } from '../model/describe.ts'
import type { Event } from '../model/event.ts'
import { targetOf } from '../store/record.ts'
import type { Arguments } from './command.ts'
import { EXIT, failure, usageError } from './exit.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { type LogEntry, toLog } from './why-log.ts'
import { printLog } from './why-text.ts'

/** A tick's decisions stand this close together. */
const SAME_TICK_MS = 1_000
/** The verdict in force is searched this many events back. */
const LOOK_BACK = 5_000

/** Prints one event with what belongs to it: evidence, outcome, the verdict then, and what was withheld beside it. */
export function explainEvent({ json, output }: Arguments, at: TeamAtHand, text: string): number {
  const seq = Number(text)
  if (!/^\d+$/.test(text)) throw usageError(`"${text}" is no event number.`, 'Find one: agents events')
  const all = at.record.events({ afterSeq: Math.max(0, seq - LOOK_BACK) })
  const event = all.find((one) => one.seq === seq)
  if (!event) throw failure(`There is no event ${seq} in the record.`, 'Find one: agents events')
  const around = relatives(all, event)
  const log = toLog(all, at.record.memory.nextMessage, (one) => around.has(one.seq))
  if (json) output.json({ event, log })
  else print(output, event, log)
  return EXIT.done
}

function print(output: Arguments['output'], event: Event, log: readonly LogEntry[]): void {
  output.line(`Event ${event.seq}: ${describeEvent(event)}`)
  output.line()
  printLog(output, log)
}

/** Numbers of the event's own decision and outcome, the verdict in force, and what was withheld in the same tick. */
function relatives(all: readonly Event[], event: Event): Set<number> {
  const decision = event.type === 'done' ? event.of : event.seq
  const target = targetOf(event)
  const verdict = all.findLast(
    (one) =>
      one.seq <= event.seq &&
      one.type === 'fact' &&
      one.fact.what === 'verdict' &&
      one.fact.member === target,
  )
  const beside = all.filter(
    (one) =>
      one.type === 'withheld' && targetOf(one) === target && Math.abs(one.atMs - event.atMs) < SAME_TICK_MS,
  )
  const outcomes = all.filter((one) => one.type === 'done' && one.of === decision)
  return new Set([decision, event.seq, ...[verdict, ...beside, ...outcomes].flatMap((one) => one?.seq ?? [])])
}
