import type { Evidence } from '../model/decision.ts'
import { isAgent, programOf, recall } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import { isInFlight } from '../model/message.ts'
import type { PaneSeen } from '../model/observation.ts'
import { describeTexts } from '../model/obstacle.ts'
import { oursInBox } from '../model/own-box.ts'
import type { Agent } from '../model/team.ts'
import { asks, describeState, rests, works } from '../model/testimony.ts'
import { counted } from '../model/time.ts'
import type { Verdict, VerdictName } from '../model/verdict.ts'
import { waitsOn } from '../model/waits-on.ts'
import { limitSeen, standingSetback } from './limit-seen.ts'
import { hasNoPart, waitsOnOthers } from './progress.ts'
import { noProgress, signOfLife, silence, silentSinceMs, waitsUntilMs } from './quiet.ts'
import { aged, type Situation } from './rule.ts'
import { describeSetback, nudgeDueMs } from './setback.ts'

/** A verdict with what it rests on. */
export interface Finding {
  readonly verdict: Verdict
  readonly because: readonly Evidence[]
}

/** What is believed of one member now. Pure; the record keeps each change. */
export function judge(situation: Situation, name: string): Finding {
  const member = recall(situation.memory, name)
  const program = programOf(situation.team, name)
  if (member.run === 'off') return judgeStopped(member)
  if (member.run === 'ending') return find('off', `ending: ${member.ending?.reason ?? 'asked'}`, null, [])
  const seen = situation.seen.sessions[name]
  if (!seen || member.run === 'starting') return find('starting', 'its session is being made', null, [])
  if (seen.kind === 'unknown') return find('unknown', seen.why, null, [{ saw: seen.why }])
  if (seen.kind === 'missing') return judgeMissing(seen.recordedAlive)
  if (seen.dead)
    return find('dead', howItEnded(seen.dead.status, seen.dead.signal), null, [{ saw: 'pane is dead' }])
  if (!program || !isAgent(program)) return find('working', 'its program runs', null, [])
  return judgeAgent(situation, program, member, seen)
}

/** The words for an exit: `exit 3`, `signal 9`, or that nothing is known. */
export function howItEnded(status: number | null, signal: string | null): string {
  if (signal) return `killed by signal ${signal}`
  return status === null ? 'ended, status not known' : `exit ${status}`
}

function judgeStopped(member: Readonly<Member>): Finding {
  const end = member.lastEnd
  if (member.breaker === 'open')
    return find('dead', `crash loop: ${counted(member.deaths.length, 'death')}; breaker open`, null, [])
  if (member.again) return find('starting', `a new run is due (${member.again})`, null, [])
  if (!end || member.held === 'down') return find('off', offDetail(member), null, [])
  if (end.status === 0) return find('off', 'finished (exit 0)', null, [{ saw: 'exit 0' }])
  const how = end.how === 'exited' ? howItEnded(end.status, end.signal) : end.how
  return find('dead', how, null, [{ saw: how }])
}

function offDetail({ held, incarnation }: Readonly<Member>): string {
  if (held === 'down') return 'taken down'
  return incarnation === 0 ? 'not started' : 'ended'
}

function judgeMissing(recordedAlive: boolean): Finding {
  // One probe says gone, the other says alive: nobody may act on that.
  return recordedAlive
    ? find('unknown', 'its session is gone, its program still runs', null, [
        { saw: 'recorded process is alive' },
      ])
    : find('dead', 'session and program are gone', null, [{ saw: 'no session, no process' }])
}

function judgeAgent(situation: Situation, agent: Agent, member: Readonly<Member>, pane: PaneSeen): Finding {
  const { state } = pane
  const seen = silence(situation, member, pane)
  if (member.held === 'paused') return find('waiting', 'paused by a person', null, seen)
  if (member.parked) return find('limited', member.parked.why, member.parked.untilMs, seen)
  const limit = limitSeen(member, pane, situation.nowMs)
  if (limit) return find('limited', limit.line, limit.resetMs, [...limit.because, ...seen])
  if (asks(state)) return find('waiting', `on ${waitsOn(pane)}`, null, seen)
  const setback = works(state) ? null : judgeSetback(situation, agent, member, seen)
  if (setback) return setback
  const idleMs = situation.nowMs - silentSinceMs(situation, member, pane)
  if (agent.watch === 'heal+stall' && idleMs >= agent.stallIdleMs)
    return judgeSilent(situation, agent, member, pane)
  return judgeLively(situation, member, pane, seen)
}

/** Its turn ended by an error: it is nudged, or a person is told. A nudge that changed nothing leaves it to its silence. */
function judgeSetback(
  { nowMs }: Situation,
  { stallIdleMs }: Agent,
  member: Readonly<Member>,
  seen: readonly Evidence[],
): Finding | null {
  const met = standingSetback(member)
  if (!met) return null
  const because = [{ saw: `transcript: ${describeSetback(met)}`, ageMs: nowMs - met.atMs }, ...seen]
  if (met.kind !== 'failure') return find('waiting', describeSetback(met), null, because)
  const dueMs = nudgeDueMs(member, met)
  if (nowMs >= dueMs + stallIdleMs) return null
  return find('waiting', describeSetback(met), nowMs < dueMs ? dueMs : null, because)
}

function judgeLively(
  situation: Situation,
  member: Readonly<Member>,
  pane: PaneSeen,
  seen: readonly Evidence[],
): Finding {
  const until = waitsUntilMs(member)
  const { state } = pane
  if (until !== null && until > situation.nowMs && !works(state)) {
    return find('waiting', member.waiting?.line ?? '', until, seen)
  }
  if (works(state)) return judgeWorking(situation, member, pane, seen)
  if (pane.input === 'blind') return find('idle', 'its screen is not read', null, seen)
  if (member.readyMs === null && pane.screen.composer === null) return find('starting', '', null, seen)
  if (state.says === 'unknown') return find('unknown', 'the screen is not understood', null, seen)
  if (state.says === 'ended')
    return find('unknown', 'it says that it has ended; its program runs', null, seen)
  return find('idle', restOf(situation, member, pane), null, seen)
}

function judgeWorking(
  situation: Situation,
  member: Readonly<Member>,
  pane: PaneSeen,
  seen: readonly Evidence[],
): Finding {
  const working = find('working', workOf(pane), null, seen)
  const noProgressSinceMs = noProgress(situation, member, pane)
  return noProgressSinceMs === null
    ? working
    : { ...working, verdict: { ...working.verdict, noProgressSinceMs } }
}

/** The spinner's words say more than a hook's `working`. */
function workOf({ state, screen }: PaneSeen): string {
  if (state.says === 'compacting') return describeState(state)
  return state.detail || (screen.state === 'working' ? screen.detail : '')
}

function restOf(situation: Situation, member: Readonly<Member>, pane: PaneSeen): string {
  const { state, screen } = pane
  if (screen.composer) return whoseText(situation, member, pane)
  return state.says === 'idle' || state.says === 'limited' ? '' : describeState(state)
}

function whoseText({ memory }: Situation, { name }: Readonly<Member>, pane: PaneSeen): string {
  const messages = Object.values(memory.messages)
  const ours = oursInBox(messages, name, pane)
  if (ours.length > 0) return `${describeTexts(ours)} of ours stands in its input box, unsent or given back`
  const isOurs = messages.some((one) => one.agent === name && isInFlight(one))
  return isOurs ? 'a text of ours is in its input box' : 'a draft is in its input box'
}

function judgeSilent(situation: Situation, agent: Agent, member: Readonly<Member>, pane: PaneSeen): Finding {
  const seen = silence(situation, member, pane)
  const alive = signOfLife(situation, agent, member, pane)
  if (alive) return find('waiting', alive, waitsUntilMs(member), seen)
  const apart = agent.kind === 'loop' ? hasNoPart(situation.team, situation.memory, agent) : null
  if (apart) return find('waiting', apart, null, seen)
  if (rests(pane.state) && pane.screen.composer === '') {
    if (agent.kind === 'persistent') return find('idle', '', null, seen)
    const others = agent.kind === 'loop' ? waitsOnOthers(situation.team, situation.memory, agent) : null
    if (others) return find('waiting', others, null, [...seen, { saw: others }])
  }
  return find('stalled', 'silent, and the next move is its own', null, seen)
}

function find(
  name: VerdictName,
  detail: string,
  untilMs: number | null,
  because: readonly Evidence[],
): Finding {
  return { verdict: { name, detail, untilMs }, because: aged(because) }
}
