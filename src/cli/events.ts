import { describeEvent } from '../model/describe.ts'
import type { Event } from '../model/event.ts'
import { isNoteworthy } from '../model/noteworthy.ts'
import { type Arguments, defineCommand } from './command.ts'
import { concerns } from './concerns.ts'
import { EXIT, usageError } from './exit.ts'
import { untilInterrupted } from './interrupt.ts'
import { checkNames } from './members.ts'
import { formatMoment, parseSince } from './moment.ts'
import { type Piece, paint } from './output.ts'
import { readTeam, type TeamAtHand } from './team-at-hand.ts'

/** Without --since and --limit: a screen or two. */
const LAST_FEW = 50
/** A following list feels live, and costs a query. */
const FOLLOW_EVERY_MS = 250

export const command = defineCommand({
  options: {
    follow: { short: 'f', help: 'go on with what is recorded from now on, until Ctrl-C' },
    agent: { value: 'NAME', help: 'only what concerns this agent or service' },
    since: { value: 'TIME', help: 'from then on: 90m, 2h, 03:12 or 2026-01-31T03:12' },
    brief: { help: 'only what a person would want to be told' },
    limit: { value: 'N', help: `the last N (default: ${LAST_FEW}, with --since all)` },
  },
  operands: [0, 0],
  run: async (args) => {
    const at = await readTeam(args)
    const { agent, since, limit, brief } = args.options
    if (agent !== null) checkNames(at, [agent])
    const sinceMs = since === null ? null : parseSince(since, Date.now())
    const count = limit === null ? (since === null ? LAST_FEW : Infinity) : parseCount(limit)
    const keep = (event: Event) =>
      (!brief || isNoteworthy(event)) && (agent === null || concerns(event, agent))
    const events = sinceMs === null ? at.record.lastEvents(count, keep) : at.record.events({ sinceMs }, keep)
    print(args, count < events.length ? events.slice(events.length - count) : events)
    return args.options.follow ? follow(args, at, keep) : EXIT.done
  },
})

async function follow(args: Arguments, at: TeamAtHand, keep: (event: Event) => boolean): Promise<number> {
  for await (const _ of untilInterrupted(FOLLOW_EVERY_MS)) print(args, at.record.refresh().filter(keep))
  return EXIT.done
}

function print({ json, output }: Arguments, events: readonly Event[]): void {
  const nowMs = Date.now()
  for (const event of events) {
    if (json) output.jsonLine(event)
    else {
      const head = `${formatMoment(event.atMs, nowMs)}  ${String(event.seq).padStart(5)}  `
      output.line(paint('dim', head), coloured(event, describeEvent(event)))
    }
  }
}

function coloured(event: Event, text: string): Piece {
  if (event.type === 'done') return paint(event.outcome.ok ? 'green' : 'red', text)
  if (event.type === 'decided') return paint('bold', text)
  return event.type === 'withheld' ? paint('yellow', text) : text
}

function parseCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw usageError(`"${text}" is no number of events.`, 'For example: agents events --limit 100')
}
