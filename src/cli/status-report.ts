import { gatesOfPhase, isPassed, reviewersOf, reviewsMissing } from '../decide/progress.ts'
import { isAgent, mailOf, phaseOf, programOf, recall, takesPart } from '../model/lookup.ts'
import type { Member, Memory } from '../model/memory.ts'
import { isSettled } from '../model/message.ts'
import type { Agent, AgentKind, Team } from '../model/team.ts'
import type { Verdict } from '../model/verdict.ts'
import type { AgentUse } from '../store/ledger-view.ts'
import { memberNames } from './members.ts'
import type { TeamAtHand } from './team-at-hand.ts'
import { verdictNow } from './verdict-now.ts'
import { lookAtWatchdog, type WatchdogState } from './watchdog-state.ts'

/** All that `agents status` tells; what `--json` prints. Times are ms since 1970. */
export interface StatusReport {
  readonly file: string
  readonly stateDir: string
  readonly watchdog: WatchdogState
  /** What is wrong in agents.toml now, one sentence each; the last good one stays in force. */
  readonly configProblems: readonly string[]
  readonly troubles: readonly string[]
  /** null: the team has no loop, or its file cannot be read now and no phase was begun. */
  readonly phase: PhaseStatus | null
  /** `log_tokens` of agents.toml; null: that file cannot be read now. */
  readonly logTokens: boolean | null
  readonly members: readonly MemberStatus[]
}

export interface PhaseStatus {
  /** null: not begun. */
  readonly id: string | null
  readonly title: string
  /** Its place in the list, from 1; 0: it is not in the list. */
  readonly number: number
  readonly count: number
  readonly sinceMs: number
  readonly complete: boolean
  /** SEQUENCE-COMPLETE is written. */
  readonly announced: boolean
  readonly gatesClaimed: number
  /** null: not known, since agents.toml cannot be read now. */
  readonly gatesPassed: number | null
}

export interface MemberStatus {
  readonly name: string
  /** `removed`: no longer in agents.toml; `unknown`: that file cannot be read now. */
  readonly kind: AgentKind | 'service' | 'removed' | 'unknown'
  readonly verdict: Verdict
  readonly sinceMs: number
  /** The phase it takes part in; null: none. */
  readonly phase: string | null
  /** The gate it must act on: as a reviewer the oldest that waits for it, as an author its newest not yet passed. */
  readonly gate: string | null
  /** When its pane last drew, as far as it was recorded; null: it has none. */
  readonly activityMs: number | null
  readonly run: Member['run']
  /** How often its program was started. */
  readonly runs: number
  /** Deaths since a person last took over. */
  readonly deaths: number
  readonly messagesWaiting: number
  /** All that its models used, as far as it is counted; null: it is a service. */
  readonly tokens: number | null
  /** Over the last 10 minutes; null: a service, or nobody counts now. */
  readonly tokensPerMinute: number | null
  /** Program and arguments that attach a terminal to it; null: it has no session. */
  readonly attach: readonly string[] | null
}

/** Long enough that a long answer counts, short enough that an agent that stands still is seen. */
const RATE_MINUTES = 10

/** Adds up what the record says, now. */
export function reportStatus(at: TeamAtHand): StatusReport {
  const watchdog = lookAtWatchdog(at)
  const logTokens = at.team?.watchdog.logTokens ?? null
  const used = at.record.agentUse(Date.now() - RATE_MINUTES * 60_000)
  const isCounting = watchdog.kind === 'running' && logTokens !== false
  const { memory } = at.record
  const trouble = memory.repositoryTrouble ? [`loop.repo cannot be read: ${memory.repositoryTrouble}`] : []
  return {
    file: at.file,
    stateDir: at.stateDir,
    watchdog,
    configProblems: memory.configProblems.length > 0 ? memory.configProblems : at.problems.map(sentenceOf),
    troubles: [...memory.troubles, ...trouble, ...unrecorded(memory)],
    phase: reportPhase(at.team, memory),
    logTokens,
    members: memberNames(at).flatMap((name) => {
      const member = reportMember(at, name)
      return member ? { ...member, ...reportUse(member.kind, used.get(name), isCounting) } : []
    }),
  }
}

/** Records of tokens that were refused; the end of the sequence is told only after the last of them. */
function unrecorded({ stretches, phase }: Memory): string[] {
  const phases = stretches.filter(({ failedMs }) => failedMs !== null).map((stretch) => stretch.phase)
  if (phases.length === 0) return []
  const held = phase.complete && !phase.announced ? ', and SEQUENCE-COMPLETE waits for them' : ''
  return [`tokens of phase ${phases.join(', ')} cannot be recorded${held}; the reason: agents events`]
}

function sentenceOf({ line, key, found, mend }: TeamAtHand['problems'][number]): string {
  return `line ${line}: ${key === '' ? '' : `${key}: `}${found}; ${mend}`
}

function reportPhase(team: Team | null, memory: Memory): PhaseStatus | null {
  const { current, sinceMs, complete, announced } = memory.phase
  const phases = team?.loop?.phases ?? []
  if (phases.length === 0 && current === null) return null
  const gates = gatesOfPhase(memory)
  const phase = phaseOf(team?.loop ?? null, current)
  return {
    id: current,
    title: phase?.title ?? current ?? '',
    number: phase ? phases.indexOf(phase) + 1 : 0,
    count: phases.length,
    sinceMs,
    complete,
    announced,
    gatesClaimed: gates.length,
    gatesPassed: team ? gates.filter((gate) => isPassed(team, gate)).length : null,
  }
}

type Use = Pick<MemberStatus, 'tokens' | 'tokensPerMinute'>

function reportUse(kind: MemberStatus['kind'], used: AgentUse | undefined, isCounting: boolean): Use {
  if (kind === 'service') return { tokens: null, tokensPerMinute: null }
  const { total, recent } = used ?? { total: 0, recent: 0 }
  return { tokens: total, tokensPerMinute: isCounting ? Math.round(recent / RATE_MINUTES) : null }
}

function reportMember(
  { team, record: { memory } }: TeamAtHand,
  name: string,
): Omit<MemberStatus, keyof Use> | null {
  const program = team && programOf(team, name)
  const member = recall(memory, name)
  // Taken out of the file and ended: history, which `events` still tells.
  if (team && !program && member.run === 'off') return null
  const agent = program && isAgent(program) ? program : null
  return {
    name,
    kind: program ? (agent?.kind ?? 'service') : team ? 'removed' : 'unknown',
    phase: team && agent && takesPart(team, memory, agent) ? memory.phase.current : null,
    gate: team && agent ? gateInHand(team, memory, agent) : null,
    messagesWaiting: messagesWaiting(memory, name),
    ...fromMemory(member),
  }
}

function messagesWaiting({ messages }: Memory, name: string): number {
  return Object.values(messages).filter((one) => one.agent === name && !isSettled(one)).length
}

function fromMemory(member: Readonly<Member>) {
  const verdict = verdictNow(member)
  const { verdictSinceMs, seen, run, incarnation, deaths, pane } = member
  const hasSession = pane !== null && run !== 'off'
  return {
    verdict,
    sinceMs: verdict === member.verdict ? verdictSinceMs : 0,
    activityMs: seen?.kind === 'here' ? seen.activityMs : null,
    run,
    runs: incarnation,
    deaths: deaths.length,
    attach: hasSession ? ['tmux', '-L', pane.server, 'attach-session', '-t', `=${pane.session}`] : null,
  }
}

function gateInHand(team: Team, memory: Memory, agent: Agent): string | null {
  const gates = gatesOfPhase(memory).toSorted((a, b) => a.claimedMs - b.claimedMs)
  const owed = reviewersOf(team).includes(agent)
    ? gates.find((gate) => reviewsMissing(team, gate).includes(agent))
    : undefined
  const own = gates.findLast((gate) => gate.author === mailOf(agent) && !isPassed(team, gate))
  return (owed ?? own)?.label ?? null
}
