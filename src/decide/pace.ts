import { isAgent, programOf, recall, takesPart } from '../model/lookup.ts'
import { type Member, type Memory, withheldKey } from '../model/memory.ts'
import { isInFlight, type Message } from '../model/message.ts'
import { isAnswering } from './dialog.ts'
import { IN_ITS_QUEUE, TAKEN_BACK } from './follow.ts'
import { dueMs, isUnready, isWanted } from './heal.ts'
import { standingSetback } from './limit-seen.ts'
import { silentSinceMs, waitsUntilMs } from './quiet.ts'
import type { Situation } from './rule.ts'
import { nudgeDueMs } from './setback.ts'

/** While something is under way the next look comes this soon. */
const SOON_MS = 250
/** A text in a queue of its CLI is told at the end of a turn, which may be long: what waits behind it comes soon after. */
const QUEUED_MS = 1_500

/** What comes of such a text is not the watchdog's move. */
const WAITS_THERE = new Set<string | undefined>([IN_ITS_QUEUE, TAKEN_BACK])

/** When to look again, ms from now: at once while something moves, at the next known moment, at the latest after a tick. */
export function nextLookMs(situation: Situation): number {
  const { team, nowMs } = situation
  if (situation.seen.isReadingBehind) return 1
  if (isMoving(situation)) return Math.min(SOON_MS, team.watchdog.signalIntervalMs)
  const moments = Object.values(situation.memory.members).flatMap((member) => momentsOf(situation, member))
  const ahead = moments.filter((moment) => moment > nowMs).map((moment) => moment - nowMs)
  return Math.max(
    1,
    Math.min(team.watchdog.signalIntervalMs, ...ahead, ...(hasQueued(situation) ? [QUEUED_MS] : [])),
  )
}

function isMoving(situation: Situation): boolean {
  const { team, memory } = situation
  if (memory.stopping || memory.requests.length > 0 || memory.pushes.length > 0) return true
  if (isEnding(memory)) return true
  if (Object.values(memory.messages).some((message) => isUnderWay(situation, message))) return true
  return Object.values(memory.members).some((member) => {
    const program = programOf(team, member.name)
    if (member.run === 'starting' || member.run === 'ending') return true
    if (member.again !== null) return program !== null && isWanted(situation, program, member)
    if (member.run !== 'running' || !program || !isAgent(program)) return false
    const isStale = takesPart(team, memory, program) && member.phase !== memory.phase.current
    return (
      isAnswering(situation, program) ||
      isUnready(situation, program) ||
      (isStale && member.held !== 'paused')
    )
  })
}

/** All is done, and what is left to write down has not failed. */
function isEnding({ phase, stretches }: Memory): boolean {
  const hasFailed = phase.announceFailedMs !== null || stretches.some(({ failedMs }) => failedMs !== null)
  return phase.complete && !phase.announced && !hasFailed
}

/** In flight, or queued for a pane that is there with nothing known to stand in its way. */
function isUnderWay({ memory, seen }: Situation, message: Message): boolean {
  const isHere =
    recall(memory, message.agent).run === 'running' && seen.sessions[message.agent]?.kind === 'here'
  const obstacle = memory.withheld[withheldKey('deliver', message.agent)]
  if (!isHere || WAITS_THERE.has(obstacle)) return false
  return isInFlight(message) || (message.state === 'queued' && obstacle === undefined)
}

function hasQueued({ memory }: Situation): boolean {
  return Object.values(memory.withheld).some((obstacle) => WAITS_THERE.has(obstacle))
}

/** Moments at which a rule would decide otherwise. */
function momentsOf(situation: Situation, member: Readonly<Member>): number[] {
  const program = programOf(situation.team, member.name)
  if (!program) return []
  const seen = situation.seen.sessions[member.name]
  const untilMs = waitsUntilMs(member)
  const moments = [member.parked?.untilMs ?? 0, untilMs ?? 0]
  const met = standingSetback(member)
  if (met?.kind === 'failure') moments.push(nudgeDueMs(member, met))
  if (member.run === 'off' && member.lastEnd) moments.push(dueMs(program, member))
  if (seen?.kind === 'here' && 'stallIdleMs' in program) {
    moments.push(silentSinceMs(situation, recall(situation.memory, member.name), seen) + program.stallIdleMs)
    moments.push(member.startedMs + program.stallGraceMs, (untilMs ?? 0) + program.stallGraceMs)
  }
  return moments
}
