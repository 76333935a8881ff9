import { findRunsOf } from '../act/end.ts'
import { readHolder } from '../daemon/lock.ts'
import type { Event } from '../model/event.ts'
import { recall } from '../model/lookup.ts'
import { counted } from '../model/time.ts'
import { dropRequest } from '../store/requests.ts'
import { shortHash } from '../system/ids.ts'
import { pollUntil } from '../system/poll.ts'
import { ask, takeBack, waitUntil } from './ask.ts'
import { type Arguments, defineCommand } from './command.ts'
import { demandTeam } from './demand-team.ts'
import { EXIT, failure, notRunning, usageError } from './exit.ts'
import { isAlive } from './is-alive.ts'
import { checkNames } from './members.ts'
import { readTeam, type TeamAtHand } from './team-at-hand.ts'
import { watchHere } from './watch-here.ts'
import { isWatched } from './watchdog-state.ts'

/** Programs have seconds to end before they are killed, and many end at once. */
const DOWN_TAKES_MS = 60_000
const LEAVE_TAKES_MS = 5_000

export const command = defineCommand({
  options: { 'keep-sessions': { help: 'stop the watchdog alone; the agents go on, and `up` adopts them' } },
  operands: [0, Infinity],
  run: async (args) => {
    const at = await readTeam(args)
    const keepSessions = args.options['keep-sessions'] === true
    checkNames(at, args.operands)
    if (keepSessions && args.operands.length > 0)
      throw usageError('--keep-sessions is about the whole team.', 'Leave the names or the option out.')
    if (!isWatched(at)) return downUnwatched(args, at, keepSessions)
    return args.operands.length > 0 ? downSome(args, at) : downAll(args, at, keepSessions)
  },
})

async function downSome(args: Arguments, at: TeamAtHand): Promise<number> {
  const fromSeq = at.record.memory.seq
  await ask(at, { ask: 'down', agents: args.operands })
  const left = () => args.operands.filter((name) => recall(at.record.memory, name).run !== 'off')
  await waitUntil(at, () => left().length === 0, DOWN_TAKES_MS)
  return tell(args, at, fromSeq, left())
}

async function downAll(args: Arguments, at: TeamAtHand, keepSessions: boolean): Promise<number> {
  const fromSeq = at.record.memory.seq
  await ask(at, { ask: 'stop', keepSessions })
  const holder = readHolder(at.stateDir)
  await pollUntil(() => !isWatched(at), { deadlineMs: DOWN_TAKES_MS, everyMs: 50 })
  // It lets go of the lock a moment before its process is gone.
  if (holder) await pollUntil(() => !isAlive(holder.pid), { deadlineMs: LEAVE_TAKES_MS, everyMs: 50 })
  at.record.refresh()
  if (isWatched(at)) return tell(args, at, fromSeq, running(at))
  if (!keepSessions) return tell(args, at, fromSeq, running(at))
  if (args.json) args.output.json({ ended: [], kept: running(at) })
  else
    args.output.line(
      `The watchdog has stopped; ${counted(running(at).length, 'session')} left as they are. Adopt them: agents up`,
    )
  return EXIT.done
}

/** Nobody watches, so this process is the watchdog until all is ended. */
async function downUnwatched(args: Arguments, at: TeamAtHand, keepSessions: boolean): Promise<number> {
  if (args.operands.length > 0)
    throw notRunning(
      'The watchdog of this team is not running.',
      'Start it: agents up. Or end all: agents down',
    )
  const fromSeq = at.record.memory.seq
  if (keepSessions || !(await isAnythingLeft(at))) {
    if (args.json) args.output.json({ ended: [], kept: running(at) })
    else args.output.line(keepSessions ? 'No watchdog is running.' : 'Nothing is running.')
    return EXIT.done
  }
  await demandTeam(args)
  const request = dropRequest(at.stateDir, { ask: 'stop', keepSessions: false }, Date.now())
  try {
    await watchHere(args, at)
  } finally {
    takeBack(at, request)
  }
  at.record.refresh()
  return tell(args, at, fromSeq, running(at))
}

/** Also of programs that died by themselves, and left something behind. */
async function isAnythingLeft(at: TeamAtHand): Promise<boolean> {
  if (running(at).length > 0) return true
  // A state folder that was never used is nobody's.
  return at.record.memory.seq > 0 && (await findRunsOf(shortHash(at.stateDir))).length > 0
}

function running({ record: { memory } }: TeamAtHand): string[] {
  return Object.values(memory.members).flatMap(({ name, run }) => (run === 'off' ? [] : [name]))
}

function tell(args: Arguments, at: TeamAtHand, fromSeq: number, left: readonly string[]): number {
  const ended = endedIn(at.record.events({ afterSeq: fromSeq }))
  if (args.json) args.output.json({ ended, left })
  else {
    args.output.table(
      ['', ''],
      ended.map(({ name, text }) => [name, text]),
    )
    args.output.line(ended.length === 0 ? 'Nothing was running.' : `${ended.length} ended. Again: agents up`)
  }
  if (left.length === 0) return EXIT.done
  throw failure(
    `Still there after ${DOWN_TAKES_MS / 1000} s: ${left.join(', ')}.`,
    `See why: agents why ${left[0]}`,
  )
}

function endedIn(events: readonly Event[]): { name: string; text: string }[] {
  const ends = events.flatMap((one) =>
    one.type === 'decided' && one.decision.action.do === 'end' ? [one.seq] : [],
  )
  return events.flatMap((one) =>
    one.type === 'done' && one.outcome.ok && ends.includes(one.of)
      ? [{ name: one.target, text: one.outcome.text }]
      : [],
  )
}
