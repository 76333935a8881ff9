import type { EndReason, StartReason } from './decision.ts'
import type { DialogMemory } from './dialog.ts'
import type { ConfigChange } from './event.ts'
import type { Gate } from './gate.ts'
import type { PaneIdentity, ProcessIdentity } from './identity.ts'
import type { PhaseStretch } from './ledger.ts'
import type { Message } from './message.ts'
import type { SessionSeen } from './observation.ts'
import type { CommitSeen, InboxSeen, RepositoryMark } from './repository.ts'
import type { Request } from './request.ts'
import type { SetbackMemory } from './setback.ts'
import type { Verdict } from './verdict.ts'

/** What the recorded events add up to. Written by `store/fold.ts` alone; rules read it. */
export interface Memory {
  /** Number of the last event in it. */
  seq: number
  nextMessage: number
  /** No stall clock starts before this: set when the machine slept or its clock jumped. */
  activityFloorMs: number
  members: Record<string, Member>
  /** Unsettled messages and the last settled ones, by id. */
  messages: Record<number, Message>
  phase: PhaseMemory
  /** Phases whose tokens are not recorded whole yet, oldest first; the last one may be under way. */
  stretches: PhaseStretch[]
  nextWindow: number
  repository: RepositoryMark | null
  /** For each phase id whether its status file held the done marker at the last push seen. */
  done: Record<string, boolean>
  gates: Record<string, Gate>
  /** The last commits that were news: one that comes back after a rewind is none. */
  told: string[]
  /** Pushes that the hand-off rule has not handled yet. */
  pushes: Push[]
  /** Requests without an answer yet. */
  requests: Request[]
  /** Ids of the last requests answered: a request file that a crash left behind is not carried out twice. */
  answered: string[]
  /** Config changes that the reload rule has not applied yet. */
  changes: { seq: number; changes: readonly ConfigChange[] }[]
  configHash: string
  configProblems: readonly string[]
  troubles: readonly string[]
  servers: Record<string, 'up' | 'gone' | 'unknown'>
  repositoryTrouble: string
  /** Decisions whose outcome is not recorded, by number: deeds under way, or cut off by a crash. */
  open: Record<number, { target: string; do: string; message: number | null; windows?: readonly number[] }>
  /** What stood in the way the last time, by rule and target, so that it is recorded once. */
  withheld: Record<string, string>
  /** Alarms raised and not yet over, by key. */
  alarms: Record<string, number>
  massDeathMs: number | null
  /** Set by `down`: sessions are ended, then the watchdog stops. */
  stopping: { keepSessions: boolean } | null
}

export interface Death {
  readonly atMs: number
  /** How long that run had lasted. */
  readonly livedMs: number
  /** Part of a mass death, which is the machine's fault and not the agent's. */
  shared: boolean
}

/** One line of `Memory.withheld`: a rule and its target. */
export function withheldKey(rule: string, target: string): string {
  return `${rule} ${target}`
}

/**
 * One run of a program, in the wall time that its transcripts are stamped with: it is not moved when the clock jumps.
 * A run in which the clock was set back is kept as two.
 */
export interface MemberRun {
  /** Session id for its CLI; where the CLI takes none it names nothing. */
  readonly session: string
  readonly startedMs: number
  /** null: not known to have ended. */
  readonly endedMs: number | null
}

/** Runs kept of each member, so that a late line of an ended one still finds its agent. */
export const RUNS_KEPT = 20

/** One agent or service. */
export interface Member {
  name: string
  run: 'off' | 'starting' | 'running' | 'ending'
  /** Number of the current or last run; 0: never started. */
  incarnation: number
  /** Session id of the current or last run, made from the record when its start was decided; '': it never ran. */
  session: string
  /** The last runs, oldest first. */
  runs: readonly MemberRun[]
  /** The earliest stamp that a transcript of any of its runs can bear; null: it never ran. */
  sinceMs: number | null
  pane: PaneIdentity | null
  /** Every process known to belong to the current or last run. */
  tree: readonly ProcessIdentity[]
  startedMs: number
  startReason: StartReason
  /** Phase in which the current run was started. */
  phase: string | null
  /** When the input box was first seen in this run. */
  readyMs: number | null
  ending: { sinceMs: number; thenStart: boolean; reason: EndReason } | null
  /** The next start is wanted for this reason; null: none is asked for. */
  again: StartReason | null
  lastEnd: { atMs: number; status: number | null; signal: string | null; how: string } | null
  /** The last deaths, oldest first; cleared when a person takes over. */
  deaths: Death[]
  breaker: 'closed' | 'open'
  /** `sinceMs`: when it was decided. */
  parked: { untilMs: number; why: string; line: string; sinceMs: number } | null
  /** The newest turn of this run that an error ended; null: none did. */
  setback: SetbackMemory | null
  /** Turns in a row that an error ended, with no answer between them. */
  setbacks: number
  /** The newest answer known to have come after a setback, wall ms; 0: none. */
  wentOnMs: number
  /** The banner of the last limit that was waited out: seen again, it is old. */
  spentLimit: string
  held: 'paused' | 'down' | null
  /** The dialog that was last acted upon; null once its input box is back. */
  dialog: DialogMemory | null
  /** What the dialog asks that a person was last told of; '': none. */
  toldDialog: string
  seen: SessionSeen | null
  verdict: Verdict
  verdictSinceMs: number
  /** The newest WAITING-UNTIL line and when it was first seen. */
  waiting: { line: string; value: string; seenMs: number } | null
  /** Phase or incarnation of the last kickoff, as its message key. */
  kickedOff: string
  /** Restarts for a stall in the current phase. */
  stalls: number
  wokenMs: number | null
}

export interface PhaseMemory {
  /** null: not begun. */
  current: string | null
  sinceMs: number
  complete: boolean
  /** SEQUENCE-COMPLETE was written. */
  announced: boolean
  /** When it could not be written the last time. */
  announceFailedMs: number | null
  /** A DONE-nudge was sent in this phase. */
  nudged: boolean
  nudgedMs: number | null
  /** A marker in this blob does not count: a person set the phase back while it stood there. */
  ignoreBlob: string | null
}

export interface Push {
  /** Number of the event. */
  seq: number
  head: string
  atMs: number
  commits: readonly CommitSeen[]
  more: number
  inboxes: readonly InboxSeen[]
}

/** The memory of a team that never ran. */
export function emptyMemory(): Memory {
  return {
    seq: 0,
    nextMessage: 1,
    activityFloorMs: 0,
    members: {},
    messages: {},
    phase: {
      current: null,
      sinceMs: 0,
      complete: false,
      announced: false,
      announceFailedMs: null,
      nudged: false,
      nudgedMs: null,
      ignoreBlob: null,
    },
    stretches: [],
    nextWindow: 1,
    repository: null,
    done: {},
    gates: {},
    told: [],
    pushes: [],
    requests: [],
    answered: [],
    changes: [],
    configHash: '',
    configProblems: [],
    troubles: [],
    servers: {},
    repositoryTrouble: '',
    open: {},
    withheld: {},
    alarms: {},
    massDeathMs: null,
    stopping: null,
  }
}

/** A member that never ran. */
export function newMember(name: string): Member {
  return {
    name,
    run: 'off',
    incarnation: 0,
    session: '',
    runs: [],
    sinceMs: null,
    pane: null,
    tree: [],
    startedMs: 0,
    startReason: 'up',
    phase: null,
    readyMs: null,
    ending: null,
    again: null,
    lastEnd: null,
    deaths: [],
    breaker: 'closed',
    parked: null,
    setback: null,
    setbacks: 0,
    wentOnMs: 0,
    spentLimit: '',
    held: null,
    dialog: null,
    toldDialog: '',
    seen: null,
    verdict: { name: 'off', detail: 'never started', untilMs: null },
    verdictSinceMs: 0,
    waiting: null,
    kickedOff: '',
    stalls: 0,
    wokenMs: null,
  }
}
