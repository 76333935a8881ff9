import type { Event, Outcome } from '../model/event.ts'
import type { Memory } from '../model/memory.ts'
import type { DeliveryState, Message } from '../model/message.ts'
import { endRun } from './fold-runs.ts'
import { failWindows, recordWindows } from './fold-tokens.ts'
import { DEATHS_KEPT, memberOf } from './member.ts'

/** Adds what a deed came to. */
export function foldOutcome(memory: Memory, of: number, outcome: Outcome, event: Event): void {
  const open = memory.open[of]
  if (!open) return
  delete memory.open[of]
  if (open.do === 'start') foldStarted(memory, open.target, outcome, event)
  if (open.do === 'announce') foldAnnounced(memory, outcome, event)
  if (open.windows && outcome.ok) recordWindows(memory, open.windows)
  // Cut off: what was kept is kept once, and what was not is tried at once.
  if (open.windows && !outcome.ok && !outcome.cutOff) failWindows(memory, open.windows, event.atMs)
  if (open.do === 'press') foldPressed(memory, open.target, outcome)
  if (open.do === 'end') foldEndDone(memory, open.target, outcome, event)
  const message = open.message === null ? undefined : memory.messages[open.message]
  if (message && open.do === 'queue') foldQueued(memory, message, outcome, event.atMs)
  else if (message) memory.messages[message.id] = { ...message, ...reached(message, outcome, event.atMs) }
}

function foldAnnounced(memory: Memory, outcome: Outcome, event: Event): void {
  memory.phase.announced = outcome.ok
  memory.phase.announceFailedMs = outcome.ok || outcome.cutOff ? null : event.atMs
}

/** A key that was not pressed is not on its way; one that may not be pressed makes the dialog a person's. */
function foldPressed(memory: Memory, target: string, outcome: Outcome): void {
  const member = memberOf(memory, target)
  if (!member.dialog || outcome.ok || outcome.cutOff) return
  const came = outcome.reached === 'refused' ? 'nothing' : 'refused'
  member.dialog = { ...member.dialog, came, why: outcome.text }
}

function foldStarted(memory: Memory, target: string, outcome: Outcome, event: Event): void {
  const member = memberOf(memory, target)
  if (outcome.ok && outcome.pane) {
    member.run = 'running'
    member.pane = outcome.pane
    member.tree = [{ pid: outcome.pane.pid, startTicks: outcome.pane.startTicks }]
    return
  }
  member.run = 'off'
  if (outcome.cutOff) {
    // Whether it was started is seen at the next look: then it is adopted, else it is still wanted.
    member.again = member.startReason
    return
  }
  endRun(member, event.atMs)
  member.lastEnd = { atMs: event.atMs, status: null, signal: null, how: outcome.text }
  member.deaths = [...member.deaths, { atMs: event.atMs, livedMs: 0, shared: false }].slice(-DEATHS_KEPT)
}

function foldEndDone(memory: Memory, target: string, outcome: Outcome, event: Event): void {
  const member = memberOf(memory, target)
  if (outcome.tree) member.tree = outcome.tree
  // Not ok: it stays `ending`, and the heal rule tries again.
  if (!outcome.ok || !member.ending) return
  endRun(member, event.atMs)
  member.run = 'off'
  member.pane = null
  member.readyMs = null
  // It was ended, it did not die: how an earlier run died says nothing about the next start.
  member.lastEnd = null
  const { thenStart, reason } = member.ending
  member.again = thenStart && reason !== 'removed' && reason !== 'down' ? reason : null
  member.ending = null
}

/** A text whose file could not be written is not typed; one that a crash cut off is asked for again. */
function foldQueued(memory: Memory, message: Message, outcome: Outcome, atMs: number): void {
  if (outcome.ok) return
  memory.messages[message.id] = { ...message, state: 'failed', why: outcome.text, stateMs: atMs }
  const member = memberOf(memory, message.agent)
  if (outcome.cutOff && member.kickedOff === message.key) member.kickedOff = ''
}

/** A refused text was not typed: it waits on. An unknown outcome stays `typing` and is looked for on the screen. */
function reached(message: Message, outcome: Outcome, atMs: number): Partial<Message> {
  if (outcome.reached === undefined) return {}
  const state: DeliveryState = outcome.reached === 'refused' ? 'queued' : outcome.reached
  const submits =
    state === 'submitted' || state === 'accepted' ? Math.max(1, message.submits) : message.submits
  return { state, why: outcome.text, stateMs: atMs, submits }
}
