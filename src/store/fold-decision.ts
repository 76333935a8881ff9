import type { Action, Decision, Draft } from '../model/decision.ts'
import type { Event } from '../model/event.ts'
import { type Memory, withheldKey } from '../model/memory.ts'
import { isInFlight, isSettled, type Message } from '../model/message.ts'
import { sessionId } from '../system/ids.ts'
import { beginRun } from './fold-runs.ts'
import { beginStretch, endStretch } from './fold-tokens.ts'
import { memberOf } from './member.ts'

/** Settled messages kept, so that `events` and a second queueing with the same key still know them. */
const SETTLED_KEPT = 500

/** Answered requests that are known again. */
const ANSWERED_KEPT = 200

type ActionOf<D extends Action['do']> = Extract<Action, { do: D }>
type ActionFold<D extends Action['do']> = (
  memory: Memory,
  action: ActionOf<D>,
  target: string,
  event: Event,
) => void

const FOLDS: { [D in Action['do']]: ActionFold<D> } = {
  start: foldStart,
  end: (memory, action, target, event) => {
    const member = memberOf(memory, target)
    // An end that is tried again is the same end.
    if (action.reason === 'stall' && member.run !== 'ending') member.stalls += 1
    member.run = 'ending'
    member.ending = { sinceMs: event.atMs, thenStart: action.thenStart, reason: action.reason }
  },
  queue: (memory, action, _target, event) => foldQueue(memory, action.draft, event),
  type: (memory, action, target, event) => {
    const incarnation = memberOf(memory, target).incarnation
    change(memory, action.message, { state: 'typing', stateMs: event.atMs, incarnation })
  },
  'submit-again': (memory, action, _target, event) => {
    change(memory, action.message, {
      stateMs: event.atMs,
      submits: (memory.messages[action.message]?.submits ?? 0) + 1,
    })
  },
  settle: (memory, action, _target, event) => {
    const incarnation = action.state === 'queued' ? { incarnation: null, submits: 0 } : {}
    change(memory, action.message, {
      state: action.state,
      why: action.why,
      stateMs: event.atMs,
      ...incarnation,
    })
  },
  drop: (memory, action, target, event) => {
    for (const message of Object.values(memory.messages)) {
      if (message.agent !== target || isSettled(message) || !action.kinds.includes(message.kind)) continue
      change(memory, message.id, { state: 'failed', why: action.why, stateMs: event.atMs })
    }
  },
  park: (memory, { untilMs, why, line }, target, event) => {
    memberOf(memory, target).parked = { untilMs, why, line, sinceMs: event.atMs }
  },
  unpark: (memory, _action, target) => {
    const member = memberOf(memory, target)
    const shown = member.seen?.kind === 'here' ? member.seen.screen.limit?.line : undefined
    member.spentLimit = shown ?? member.parked?.line ?? member.spentLimit
    member.parked = null
    if (member.setback?.kind === 'limit') member.setback = { ...member.setback, over: true }
    delete memory.alarms[`limited ${target}`]
  },
  hold: (memory, action, target) => {
    memberOf(memory, target).held = action.as
  },
  release: (memory, _action, target) => {
    const member = memberOf(memory, target)
    member.held = null
    member.breaker = 'closed'
    member.deaths = []
    delete memory.alarms[`crash-loop ${target}`]
  },
  'open-breaker': (memory, _action, target) => {
    memberOf(memory, target).breaker = 'open'
  },
  'begin-phase': foldBeginPhase,
  complete: (memory, _action, _target, event) => {
    memory.phase.complete = true
    memory.phase.announced = false
    endStretch(memory, event.atMs)
  },
  announce: () => undefined,
  'record-tokens': () => undefined,
  reopen: (memory, action, _target, event) => {
    memory.phase.complete = false
    delete memory.alarms['complete team']
    foldBeginPhase(
      memory,
      { do: 'begin-phase', phase: action.phase, from: null, ignoreBlob: action.ignoreBlob },
      'team',
      event,
    )
  },
  nudged: (memory, _action, _target, event) => {
    memory.phase.nudged = true
    memory.phase.nudgedMs = event.atMs
  },
  woken: (memory, action, target) => {
    memberOf(memory, target).wokenMs = action.dueMs
  },
  handled: (memory, action) => {
    memory.pushes = memory.pushes.filter((push) => push.seq !== action.push)
  },
  applied: (memory, action) => {
    memory.changes = memory.changes.filter((change) => change.seq !== action.change)
  },
  answer: (memory, action) => {
    memory.requests = memory.requests.filter((request) => request.id !== action.request)
    memory.answered = [...memory.answered, action.request].slice(-ANSWERED_KEPT)
  },
  press: (memory, { dialog: name, asks, key, from }, target, event) => {
    const member = memberOf(memory, target)
    const presses = member.dialog?.name === name ? member.dialog.presses + 1 : 1
    const last = { name, asks, key, from, atMs: event.atMs, presses }
    member.dialog = { ...last, came: 'pressed', why: '' }
  },
  alarm: (memory, action, target, event) => {
    memory.alarms[`${action.kind} ${target}`] = event.atMs
    if (action.asks !== undefined) memberOf(memory, target).toldDialog = action.asks
  },
  stop: (memory, action) => {
    memory.stopping = { keepSessions: action.keepSessions }
  },
}

/** Deeds whose outcome is recorded apart; all other actions are done once they stand in the record. */
const WITH_OUTCOME = new Set<Action['do']>([
  'start',
  'end',
  'type',
  'submit-again',
  'announce',
  'record-tokens',
  'reopen',
  'press',
  'alarm',
])

/** Whether something outside the record must be done for an action. */
export function hasOutcome(action: Action): boolean {
  return WITH_OUTCOME.has(action.do) || (action.do === 'queue' && action.draft.file !== null)
}

/** Adds what was decided. */
export function foldDecision(memory: Memory, decision: Decision, event: Event): void {
  const { action, rule, target } = decision
  delete memory.withheld[withheldKey(rule, target)]
  if (hasOutcome(action))
    memory.open[event.seq] = {
      target,
      do: action.do,
      message: messageOf(memory, action),
      ...windowsOf(action),
    }
  const one = FOLDS[action.do] as ActionFold<Action['do']>
  one(memory, action as never, target, event)
}

function messageOf(memory: Memory, action: Action): number | null {
  if (action.do === 'queue') return memory.nextMessage
  return 'message' in action ? action.message : null
}

function windowsOf(action: Action): { windows?: readonly number[] } {
  return action.do === 'record-tokens' ? { windows: action.windows } : {}
}

function foldStart(memory: Memory, action: ActionOf<'start'>, target: string, event: Event): void {
  const member = memberOf(memory, target)
  // A task that finished and is run again did not die.
  if (action.reason === 'wake' && member.lastEnd?.status === 0) member.deaths = member.deaths.slice(0, -1)
  member.run = 'starting'
  member.incarnation = action.incarnation
  beginRun(member, sessionId(target, action.incarnation, event.seq, event.atMs), event.atMs)
  member.startReason = action.reason
  member.phase = memory.phase.current
  member.startedMs = event.atMs
  member.again = null
  member.ending = null
  member.readyMs = null
  member.pane = null
  member.seen = null
  member.waiting = null
  member.dialog = null
  member.toldDialog = ''
  member.spentLimit = ''
  member.setback = null
  for (const message of Object.values(memory.messages)) {
    // What the model was told is owed to no other run.
    if (message.agent !== target || isSettled(message) || message.toldMs !== undefined) continue
    // A kickoff belongs to one run; anything else that never arrived is owed to the next one.
    if (message.kind === 'kickoff') {
      change(memory, message.id, {
        state: 'failed',
        why: 'a new run has a kickoff of its own',
        stateMs: event.atMs,
      })
    } else if (isInFlight(message)) {
      change(memory, message.id, { ...OWED, stateMs: event.atMs })
    }
  }
}

/** A text that is to be typed anew, into another run. */
const OWED = { state: 'queued', incarnation: null, submits: 0, why: '' } as const

function foldQueue(memory: Memory, draft: Draft, event: Event): void {
  const { key, agent, kind, line, tagged, asKeys } = draft
  const id = memory.nextMessage++
  memory.messages[id] = {
    ...{ id, key, agent, kind, line, tagged, ...(asKeys && { asKeys }) },
    ...{ queuedMs: event.atMs, state: 'queued', incarnation: null, stateMs: event.atMs, submits: 0, why: '' },
  }
  if (kind === 'kickoff') memberOf(memory, agent).kickedOff = key
  const settled = Object.values(memory.messages).filter(isSettled)
  for (const old of settled.slice(0, Math.max(0, settled.length - SETTLED_KEPT)))
    delete memory.messages[old.id]
}

function foldBeginPhase(
  memory: Memory,
  action: ActionOf<'begin-phase'>,
  _target: string,
  event: Event,
): void {
  const { phase, ignoreBlob } = action
  memory.phase = {
    current: phase,
    sinceMs: event.atMs,
    complete: false,
    announced: false,
    announceFailedMs: null,
    nudged: false,
    nudgedMs: null,
    ignoreBlob,
  }
  beginStretch(memory, phase, event.atMs)
  for (const member of Object.values(memory.members)) {
    member.stalls = 0
    delete memory.alarms[`needs-human ${member.name}`]
  }
}

function change(memory: Memory, id: number, fields: Partial<Message>): void {
  const message = memory.messages[id]
  if (message) memory.messages[id] = { ...message, ...fields }
}
