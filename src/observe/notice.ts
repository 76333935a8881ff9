import type { Fact } from '../model/event.ts'
import type { Death, Member, Memory } from '../model/memory.ts'
import type { Observation, PaneSeen, SessionSeen } from '../model/observation.ts'
import { formatDuration, type Instant } from '../model/time.ts'
import { noticeTold, noticeTurns } from './turns.ts'

/** A difference between the two clocks of more than this means that the machine slept or its clock was set. */
const CLOCK_JUMP_MS = 30_000
/** So many deaths so close together are one event of the server or the machine. */
const MASS_DEATH = 3
const MASS_DEATH_WITHIN_MS = 10_000
/** Mass deaths closer together than this are one and its repetitions. */
const SAID_AGAIN_MS = 300_000
/** A standing picture is recorded again after this long, so that a replay has its activity stamps. */
const REFRESH_MS = 300_000

/** What an observation tells that memory does not know yet, as facts to record. Pure. */
export function notice(memory: Memory, seen: Observation, before: Instant | null): Fact[] {
  const sessions = Object.entries(seen.sessions)
  const facts = [
    ...clock(seen.at, before),
    ...servers(memory, seen),
    ...sessions
      .flatMap(([name, session]) => noticeSession(memory, name, session, seen))
      .map((fact) => (isStraggler(memory, fact, seen.at.wallMs) ? { ...fact, shared: true } : fact)),
    ...noticeTurns(memory, seen.turns),
    ...noticeTold(memory, seen.told),
    ...repository(memory, seen),
    ...requests(memory, seen),
  ]
  return [...facts, ...massDeath(memory, facts, seen.at.wallMs), ...troubles(memory, seen)]
}

function clock(now: Instant, before: Instant | null): Fact[] {
  if (!before || before.bootId !== now.bootId) return []
  const byMs = now.wallMs - before.wallMs - (now.monoMs - before.monoMs)
  return Math.abs(byMs) > CLOCK_JUMP_MS ? [{ what: 'clock-jumped', byMs: Math.round(byMs) }] : []
}

function servers(memory: Memory, { servers }: Observation): Fact[] {
  return Object.entries(servers).flatMap(([server, seen]): Fact[] => {
    if (memory.servers[server] === seen.kind) return []
    // A server that was never started is no news.
    if (seen.kind === 'gone' && memory.servers[server] === undefined) return []
    return [{ what: 'server', server, seen: seen.kind, why: seen.kind === 'unknown' ? seen.why : '' }]
  })
}

function noticeSession(
  memory: Memory,
  name: string,
  seen: SessionSeen,
  { servers, at }: Observation,
): Fact[] {
  const member = memory.members[name]
  if (seen.kind === 'unknown') return []
  if (seen.kind === 'missing') {
    if (member?.run !== 'running' || seen.recordedAlive) return []
    const gone = servers[member.pane?.server ?? '']?.kind === 'gone'
    return [{ ...ended(member), how: gone ? 'server-gone' : 'session-missing' }]
  }
  const adopted = adopt(member, name, seen)
  if (adopted) return [adopted, { what: 'session', member: name, seen }]
  if (member?.run !== 'running') return []
  if (seen.dead)
    return [
      { what: 'session', member: name, seen },
      { ...ended(member), ...seen.dead, how: 'exited' },
    ]
  return living(member, seen, at.wallMs)
}

/** A session with our mark that memory does not know as running: the watchdog was killed while it started it. */
function adopt(member: Member | undefined, name: string, seen: PaneSeen): Fact | null {
  if (seen.incarnation === null || seen.dead) return null
  const known = member && (member.run === 'running' || member.run === 'ending')
  if (known || (member?.run === 'starting' && member.incarnation !== seen.incarnation)) return null
  if (member?.run === 'starting') return null
  return { what: 'adopted', member: name, incarnation: seen.incarnation, pane: seen.pane }
}

function living(member: Member, seen: PaneSeen, nowMs: number): Fact[] {
  const ready = member.readyMs === null && seen.screen.composer !== null
  const facts: Fact[] = ready ? [{ what: 'ready', member: member.name }] : []
  return isNews(member.seen, seen, nowMs) ? [...facts, { what: 'session', member: member.name, seen }] : facts
}

/** Whether a picture differs in what rules read, or is old. A moving spinner is no news. */
function isNews(before: SessionSeen | null, now: PaneSeen, nowMs: number): boolean {
  if (before?.kind !== 'here') return true
  if (now.activityMs - before.activityMs > REFRESH_MS || nowMs < before.activityMs) return true
  return JSON.stringify(essence(before)) !== JSON.stringify(essence(now))
}

function essence(seen: PaneSeen): unknown {
  const { dead, inMode, inputOff, bareShell, attached, screen, pane, transcriptMs } = seen
  const words = seen.testimonies.map(({ teller, says, detail }) =>
    teller === 'screen' ? says : [says, detail],
  )
  const { state, composer, waitingUntil, limit, resumes, tags, dialog, detail } = screen
  return [
    dead,
    inMode,
    inputOff,
    bareShell,
    attached > 0,
    transcriptMs === null,
    pane,
    state,
    words,
    seen.state.says,
    composer,
    waitingUntil?.line,
    limit?.line,
    resumes !== null,
    tags,
    dialog && [dialog, detail],
  ]
}

function ended(member: Member): Extract<Fact, { what: 'ended' }> {
  const { name, incarnation } = member
  return { what: 'ended', member: name, incarnation, status: null, signal: null, how: 'exited' }
}

/**
 * Three or more deaths at once say something about the machine; said once for a while, so that a team that dies again
 * and again still opens its breakers.
 */
function massDeath(memory: Memory, facts: readonly Fact[], nowMs: number): Fact[] {
  const sinceMs = nowMs - (memory.massDeathMs ?? Number.NEGATIVE_INFINITY)
  if (sinceMs < SAID_AGAIN_MS) return []
  const now = facts.filter(isDeath)
  const recent = Object.values(memory.members).filter((member) => {
    const last = lately(member, nowMs)
    return last && !last.shared && member.lastEnd?.status !== 0
  })
  const members = [...new Set([...recent.map((member) => member.name), ...now.map((fact) => fact.member)])]
  if (now.length === 0 || members.length < MASS_DEATH) return []
  const server = now.some((fact) => fact.how === 'server-gone')
  const within = formatDuration(MASS_DEATH_WITHIN_MS)
  const why = server ? 'their tmux server is gone' : `${members.length} programs ended within ${within}`
  return [{ what: 'mass-death', members, why }]
}

/** A program that finished did not die. */
function isDeath(fact: Fact): fact is Extract<Fact, { what: 'ended' }> {
  return fact.what === 'ended' && fact.status !== 0
}

/** Seen dead just after a mass death: part of it, but for those who died in it already; theirs is a second one. */
function isStraggler(memory: Memory, fact: Fact, nowMs: number): boolean {
  const sinceMs = nowMs - (memory.massDeathMs ?? Number.NEGATIVE_INFINITY)
  return (
    isDeath(fact) && sinceMs < MASS_DEATH_WITHIN_MS && !lately(memory.members[fact.member], nowMs)?.shared
  )
}

function lately(member: Member | undefined, nowMs: number): Death | undefined {
  return member?.deaths.findLast((death) => nowMs - death.atMs < MASS_DEATH_WITHIN_MS)
}

function repository(memory: Memory, { repository: seen }: Observation): Fact[] {
  if (!seen || seen.kind === 'same') return []
  if (seen.kind === 'seen') return [{ what: 'push', seen }]
  return memory.repositoryTrouble === seen.failure.message
    ? []
    : [{ what: 'repository-unknown', why: seen.failure.message, hint: seen.failure.hint }]
}

function requests(memory: Memory, { requests: found }: Observation): Fact[] {
  const fresh = found.filter(
    ({ id }) => !memory.answered.includes(id) && !memory.requests.some((one) => one.id === id),
  )
  return fresh.map((request) => ({ what: 'request', request }))
}

function troubles(memory: Memory, { troubles: now }: Observation): Fact[] {
  const same =
    now.length === memory.troubles.length && now.every((text, index) => text === memory.troubles[index])
  return same ? [] : [{ what: 'troubles', troubles: now }]
}
