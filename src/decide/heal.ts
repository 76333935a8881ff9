import type { Evidence, StartReason } from '../model/decision.ts'
import { isAgent, programs, recall, serverOf, takesPart } from '../model/lookup.ts'
import type { Member } from '../model/memory.ts'
import type { Agent, RestartPolicy, Service } from '../model/team.ts'
import { counted, formatDuration } from '../model/time.ts'
import { backoffMs, deathsCounted, isCrashLoop } from './backoff.ts'
import { type Proposal, propose, type Rule, type Situation, withhold } from './rule.ts'
import { howItEnded } from './verdict.ts'

/** Starts under way at once: a whole team that comes back together would only fight for the machine. */
const START_BUDGET = 4
/** After this a program that shows no input box no longer counts as starting. */
const START_TAKES_MS = 10_000

/** Is a program gone that should run? Start it: at once when it is new, with back-off when it died. */
export const heal: Rule = {
  name: 'heal',
  decide(situation) {
    const proposals: Proposal[] = alarmMassDeath(situation)
    let room = START_BUDGET - startsUnderWay(situation)
    for (const program of programs(situation.team)) {
      const some = healOne(situation, program, room)
      room -= some.filter((one) => !('by' in one) && one.action.do === 'start').length
      proposals.push(...some)
    }
    return [...endsAgain(situation), ...proposals]
  },
}

function startsUnderWay(situation: Situation): number {
  return programs(situation.team).filter((program) => {
    const { run } = recall(situation.memory, program.name)
    return run === 'starting' || isUnready(situation, program)
  }).length
}

/** Whether an agent runs and its input box is still to come; of a program whose box nobody can read none is awaited. */
export function isUnready({ memory, seen, nowMs }: Situation, program: Agent | Service): boolean {
  const { run, readyMs, startedMs } = recall(memory, program.name)
  if (run !== 'running' || !isAgent(program) || readyMs !== null) return false
  const pane = seen.sessions[program.name]
  if (pane?.kind === 'here' && pane.input === 'blind') return false
  return nowMs - startedMs < START_TAKES_MS
}

function healOne(situation: Situation, program: Agent | Service, room: number): Proposal[] {
  const member = recall(situation.memory, program.name)
  if (member.run !== 'off' || !isWanted(situation, program, member)) return []
  const reason = reasonOf(member)
  const because = whyStart(situation, member)
  const start = propose(
    'heal',
    program.name,
    { do: 'start', incarnation: member.incarnation + 1, reason },
    because,
  )
  if (reason === 'dead' && isCrashLoop(member, program.restart) && member.breaker === 'closed') {
    return breakLoop(situation, program.restart, member, because)
  }
  const obstacle =
    (reason === 'dead' ? obstacleToRestart(situation, program, member) : null) ??
    obstacleToStart(situation, program.name, room)
  if (obstacle) return [withhold(start, obstacle)]
  const alone = reason === 'dead' && !member.deaths.at(-1)?.shared
  return alone ? [start, alarmDeath(program.name, because)] : [start]
}

/** What forbids that a dead program is started again now; null: nothing. */
function obstacleToRestart(
  { team, nowMs }: Situation,
  program: Agent | Service,
  member: Readonly<Member>,
): string | null {
  if (team.watchdog.heal === 'observe') return 'heal = "observe"'
  if (member.held === 'paused') return 'paused by a person'
  if (member.breaker === 'open') return 'the crash-loop breaker is open'
  if (dueMs(program, member) <= nowMs) return null
  const deaths = deathsCounted(member, program.restart)
  return deaths === 0
    ? 'back-off after a death that was not its own'
    : `back-off after ${counted(deaths, 'death')}`
}

/** What forbids any start now; null: nothing. */
function obstacleToStart(situation: Situation, name: string, room: number): string | null {
  if (serverUnknown(situation, name)) return 'the tmux server gives no answer'
  return room > 0 ? null : `${START_BUDGET} starts are under way`
}

function alarmDeath(name: string, because: Evidence[]): Proposal {
  const text = `${name} died and is started again: ${because[0]?.saw ?? ''}`
  return propose('heal', name, { do: 'alarm', kind: 'dead', text }, because)
}

/** Many deaths at once are told as what they are: one event of the server or the machine. */
function alarmMassDeath({ memory, nowMs }: Situation): Proposal[] {
  const atMs = memory.massDeathMs
  if (atMs === null || (memory.alarms['mass-death team'] ?? 0) >= atMs) return []
  const together = Object.values(memory.members).filter((member) => member.deaths.at(-1)?.shared)
  const names = together.map((member) => member.name).join(', ')
  const text = `${together.length} programs ended together (${names}); they are started again, a few at a time`
  return [
    propose('heal', 'team', { do: 'alarm', kind: 'mass-death', text }, [
      { saw: 'mass death', ageMs: nowMs - atMs },
    ]),
  ]
}

/** When a dead member may be started again, ms. */
export function dueMs(program: { name: string; restart: RestartPolicy }, member: Readonly<Member>): number {
  return (member.lastEnd?.atMs ?? 0) + backoffMs(member, program.restart, program.name)
}

/** Why the watchdog itself wants a fresh run: only while there is work. */
const OWN_REASONS: readonly (StartReason | null)[] = ['stall', 'context', 'phase']

/** Whether the team wants the program to run now. */
export function isWanted(
  { team, memory }: Situation,
  program: Agent | Service,
  member: Readonly<Member>,
): boolean {
  if (member.held === 'down' || memory.stopping) return false
  if (member.again !== null && !OWN_REASONS.includes(member.again)) return true
  if (isAgent(program) && program.kind === 'loop' && !takesPart(team, memory, program)) return false
  if (member.incarnation === 0 || member.again !== null) return true
  if (isAgent(program) && program.kind === 'task' && member.lastEnd?.status === 0) return false
  // Ended and not dead: nobody need watch it for it to be wanted back.
  return program.watch !== 'none' || member.lastEnd === null
}

function reasonOf(member: Readonly<Member>): StartReason {
  if (member.again) return member.again
  return member.incarnation === 0 || !member.lastEnd ? 'up' : 'dead'
}

function whyStart({ nowMs }: Situation, member: Readonly<Member>): Evidence[] {
  const end = member.lastEnd
  if (!end || member.again)
    return [{ saw: member.again ? `a new run is due: ${member.again}` : 'it does not run' }]
  const how = end.how === 'exited' ? howItEnded(end.status, end.signal) : end.how
  const evidence: Evidence[] = [{ saw: `run ${member.incarnation} ended: ${how}`, ageMs: nowMs - end.atMs }]
  if (member.deaths.at(-1)?.shared) evidence.push({ saw: 'it died together with others' })
  return evidence
}

function breakLoop(
  { memory }: Situation,
  policy: RestartPolicy,
  member: Readonly<Member>,
  evidence: Evidence[],
): Proposal[] {
  const { name } = member
  const deaths = `${counted(deathsCounted(member, policy), 'death')} within ${formatDuration(policy.withinMs)}`
  const because = [...evidence, { saw: deaths }]
  const open = propose('heal', name, { do: 'open-breaker' }, because)
  if (memory.alarms[`crash-loop ${name}`]) return [open]
  const text = `${name} is in a crash loop (${deaths}). Mend it, then run: agents resume ${name}`
  return [open, propose('heal', name, { do: 'alarm', kind: 'crash-loop', text }, because)]
}

/** Ends that failed or that a crash cut off, also of members that are no longer in the file. */
function endsAgain({ memory }: Situation): Proposal[] {
  const underWay = new Set(Object.values(memory.open).map((open) => `${open.do} ${open.target}`))
  return Object.values(memory.members).flatMap(({ name, run, ending }) => {
    if (run !== 'ending' || !ending || underWay.has(`end ${name}`)) return []
    const { reason, thenStart } = ending
    const because = [{ saw: 'its end was begun, not finished' }]
    return [propose('heal', name, { do: 'end', reason, thenStart }, because)]
  })
}

function serverUnknown({ seen, team, memory }: Situation, name: string): boolean {
  return seen.servers[serverOf(team, memory, name)]?.kind === 'unknown'
}
