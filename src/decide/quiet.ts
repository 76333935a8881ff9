import type { Evidence } from '../model/decision.ts'
import type { Member } from '../model/memory.ts'
import type { PaneSeen } from '../model/observation.ts'
import type { Agent } from '../model/team.ts'
import { asks, describeState, type Testimony } from '../model/testimony.ts'
import { waitingUntilMs } from '../model/waiting-until.ts'
import { standingSetback } from './limit-seen.ts'
import type { Situation } from './rule.ts'

/** A child that uses more of a core than this is at work, however silent the screen: a build, a test run. */
const BUSY_CPU_SHARE = 0.05
/** No build and no test run in the background takes longer; a server that was started there must not hide a stall. */
const LONGEST_JOB_MS = 2 * 3_600_000

/** An answer of a model takes seconds to a few minutes. */
const NO_PROGRESS_MS = 5 * 60_000

/**
 * Since when a pane has been silent although the move may be its own, ms: the newest of drawing, transcript, start, and the
 * last clock jump, or else the first news for it after those: who rested until then, waiting for others, has not stalled.
 */
export function silentSinceMs({ memory }: Situation, member: Readonly<Member>, pane: PaneSeen): number {
  const lifeMs = Math.max(pane.activityMs, pane.transcriptMs ?? 0, member.startedMs, memory.activityFloorMs)
  const told = Object.values(memory.messages).filter(({ agent }) => agent === member.name)
  // A push that is not handed over yet becomes a text in this very tick.
  const news = [...told.map(({ queuedMs }) => queuedMs), ...memory.pushes.map(({ atMs }) => atMs)]
  const later = news.filter((atMs) => atMs > lifeMs)
  return later.length > 0 ? Math.min(...later) : lifeMs
}

/** The time that a WAITING-UNTIL line on the screen asks for, ms; null: none. */
export function waitsUntilMs(member: Readonly<Member>): number | null {
  return member.waiting ? waitingUntilMs(member.waiting.value, member.waiting.seenMs) : null
}

/**
 * Since when an agent that works has had no answer of its model, by its transcript, wall ms; null: it has lately, or nothing is
 * known. Some CLIs wait out a limit with seconds that go up and no other word (Gemini CLI, qwen, pi), others write down each try that
 * failed; a long command looks the same.
 */
export function noProgress(
  { memory, nowMs }: Situation,
  member: Readonly<Member>,
  pane: PaneSeen,
): number | null {
  if (pane.transcriptMs === null) return null
  const failedMs = standingSetback(member)?.atMs ?? pane.transcriptMs
  const writtenMs = Math.min(pane.transcriptMs, failedMs)
  const sinceMs = Math.max(writtenMs, toldMs(memory, member), member.startedMs, memory.activityFloorMs)
  return nowMs - sinceMs < NO_PROGRESS_MS ? null : sinceMs
}

/** When it took the last text of ours, wall ms; 0: none. */
function toldMs({ messages }: Situation['memory'], { name }: Readonly<Member>): number {
  const taken = Object.values(messages).filter(({ agent, state }) => agent === name && state === 'accepted')
  return Math.max(0, ...taken.map(({ stateMs }) => stateMs))
}

/** What keeps a silent pane from counting as stalled; null: nothing does. Signs of life only ever prevent. */
export function signOfLife(
  situation: Situation,
  agent: Agent,
  member: Readonly<Member>,
  pane: PaneSeen,
): string | null {
  const { nowMs } = situation
  if (nowMs - member.startedMs < agent.stallGraceMs) return 'inside the grace after its start'
  const until = waitsUntilMs(member)
  if (until !== null && nowMs < until + agent.stallGraceMs) return `${member.waiting?.line}, plus its grace`
  if (asks(pane.state)) return describeState(pane.state)
  const isJob = pane.state.says === 'background' && nowMs - pane.state.sinceMs < LONGEST_JOB_MS
  if (isJob) return describeState(pane.state)
  if (pane.childCpu === null) return 'it is silent; whether a command of it still runs is being measured'
  if (pane.childCpu > BUSY_CPU_SHARE) return `its children use ${Math.round(pane.childCpu * 100)} % of a core`
  return null
}

/** What was seen of a pane's silence, for the record. */
export function silence(situation: Situation, member: Readonly<Member>, pane: PaneSeen): Evidence[] {
  const { nowMs } = situation
  const seen: Evidence[] = [
    { saw: `pane ${pane.pane.paneId} last drew`, ageMs: nowMs - pane.activityMs },
    { saw: `screen reads ${pane.screen.state}${pane.screen.detail ? ` (${pane.screen.detail})` : ''}` },
    ...pane.testimonies.flatMap((one) => testimonyOf(one, nowMs)),
  ]
  if (pane.transcriptMs !== null)
    seen.push({ saw: 'transcript last written', ageMs: nowMs - pane.transcriptMs })
  if (pane.childCpu !== null)
    seen.push({ saw: `children use ${Math.round(pane.childCpu * 100)} % of a core` })
  if (member.waiting) seen.push({ saw: member.waiting.line, ageMs: nowMs - member.waiting.seenMs })
  return seen
}

/** What tellers other than the screen say. */
function testimonyOf({ teller, says, sinceMs, detail }: Testimony, nowMs: number): Evidence[] {
  if (teller === 'screen' || says === null) return []
  const saw = `${teller} says ${describeState({ says, detail })}`
  return [teller === 'title' ? { saw } : { saw, ageMs: nowMs - sinceMs }]
}
