import type { Event, Fact } from '../model/event.ts'
import type { Gate } from '../model/gate.ts'
import type { Memory } from '../model/memory.ts'
import type { CommitSeen } from '../model/repository.ts'
import { asks } from '../model/testimony.ts'
import { beginRun, endRun, reviveRun, splitRun } from './fold-runs.ts'
import { claimWindow } from './fold-tokens.ts'
import { DEATHS_KEPT, memberOf } from './member.ts'
import { completeSession } from './old-pane.ts'

/** Commits kept in memory as told; a rewind goes back over fewer. */
const TOLD_KEPT = 500

type FactOf<W extends Fact['what']> = Extract<Fact, { what: W }>
type FactFold<W extends Fact['what']> = (memory: Memory, fact: FactOf<W>, event: Event) => void

const FOLDS: { [W in Fact['what']]: FactFold<W> } = {
  'watchdog-started': () => undefined,
  'watchdog-stopped': (memory) => {
    memory.stopping = null
  },
  'config-loaded': (memory, fact, event) => {
    memory.configHash = fact.hash
    memory.configProblems = []
    if (fact.changes.length > 0) memory.changes.push({ seq: event.seq, changes: fact.changes })
  },
  'config-invalid': (memory, fact) => {
    memory.configProblems = fact.problems
  },
  'config-valid-again': (memory) => {
    memory.configProblems = []
    delete memory.alarms['config-invalid team']
  },
  'clock-jumped': foldClockJump,
  server: (memory, fact) => {
    memory.servers[fact.server] = fact.seen
  },
  adopted: foldAdopted,
  ready: (memory, fact, event) => {
    memberOf(memory, fact.member).readyMs = event.atMs
  },
  ended: foldEnded,
  'mass-death': foldMassDeath,
  session: foldSession,
  verdict: (memory, fact, event) => {
    const member = memberOf(memory, fact.member)
    if (member.verdict.name !== fact.verdict.name) member.verdictSinceMs = event.atMs
    if (fact.verdict.name === 'working') delete memory.alarms[`needs-human ${fact.member}`]
    member.verdict = fact.verdict
  },
  setback: (memory, { member: name, setback }) => {
    const member = memberOf(memory, name)
    member.setback = { ...setback, over: false }
    member.setbacks += 1
  },
  'went-on': (memory, { member: name, answeredMs }) => {
    const member = memberOf(memory, name)
    if (member.setback) member.setback = { ...member.setback, over: true }
    member.setbacks = 0
    member.wentOnMs = answeredMs
  },
  told: (memory, { told: { message: id, atMs } }) => {
    const message = memory.messages[id]
    if (message) memory.messages[id] = { ...message, toldMs: atMs }
  },
  push: foldPush,
  'repository-unknown': (memory, fact) => {
    memory.repositoryTrouble = fact.why
  },
  request: (memory, fact) => {
    memory.requests.push(fact.request)
  },
  troubles: (memory, fact) => {
    memory.troubles = fact.troubles
  },
}

/** Adds what was noticed. */
export function foldFact(memory: Memory, fact: Fact, event: Event): void {
  const one = FOLDS[fact.what] as FactFold<Fact['what']>
  one(memory, fact as never, event)
}

function foldAdopted(memory: Memory, fact: FactOf<'adopted'>, event: Event): void {
  const member = memberOf(memory, fact.member)
  // A run that this record did not begin chose an id that is not known here.
  if (member.incarnation === fact.incarnation) reviveRun(member)
  else beginRun(member, '', event.atMs)
  member.run = 'running'
  member.incarnation = fact.incarnation
  member.pane = fact.pane
  member.startedMs = event.atMs
  member.readyMs = null
  member.again = null
}

/** Stamps of what happened move with the clock, so that a back-off of a second stays one. Resets are wall times. */
function foldClockJump(memory: Memory, { byMs }: FactOf<'clock-jumped'>, event: Event): void {
  memory.activityFloorMs = event.atMs
  for (const member of Object.values(memory.members)) {
    splitRun(member, byMs, event.atMs)
    member.startedMs += byMs
    member.verdictSinceMs += byMs
    if (member.lastEnd) member.lastEnd = { ...member.lastEnd, atMs: member.lastEnd.atMs + byMs }
    member.deaths = member.deaths.map((death) => ({ ...death, atMs: death.atMs + byMs }))
  }
  for (const message of Object.values(memory.messages)) {
    memory.messages[message.id] = { ...message, stateMs: message.stateMs + byMs }
  }
}

function foldEnded(memory: Memory, fact: FactOf<'ended'>, event: Event): void {
  const member = memberOf(memory, fact.member)
  const livedMs = Math.max(0, event.atMs - member.startedMs)
  member.deaths = [...member.deaths, { atMs: event.atMs, livedMs, shared: fact.shared ?? false }].slice(
    -DEATHS_KEPT,
  )
  member.lastEnd = { atMs: event.atMs, status: fact.status, signal: fact.signal, how: fact.how }
  endRun(member, event.atMs)
  member.run = 'off'
  member.readyMs = null
  member.waiting = null
}

function foldMassDeath(memory: Memory, fact: FactOf<'mass-death'>, event: Event): void {
  memory.massDeathMs = event.atMs
  for (const name of fact.members) {
    const last = memberOf(memory, name).deaths.at(-1)
    if (last) last.shared = true
  }
}

function foldSession(memory: Memory, fact: FactOf<'session'>, event: Event): void {
  const member = memberOf(memory, fact.member)
  const seen = completeSession(fact.seen)
  member.seen = seen
  if (seen.kind !== 'here') return
  const { screen, activityMs, state } = seen
  // The banner has left the screen: the same words, seen again, are a new limit.
  if (screen.state === 'idle') member.spentLimit = ''
  // The next dialog is another one, even when it asks the same.
  if ((screen.state === 'idle' || screen.state === 'working') && !asks(state)) {
    member.dialog = null
    member.toldDialog = ''
  }
  const until = screen.waitingUntil
  if (!until) member.waiting = null
  // The line was drawn no later than the pane last drew, however late the watchdog looks.
  else if (until.line !== member.waiting?.line)
    member.waiting = { ...until, seenMs: Math.min(event.atMs, activityMs) }
}

function foldPush(memory: Memory, { seen }: FactOf<'push'>, event: Event): void {
  memory.repositoryTrouble = ''
  delete memory.alarms['needs-human team']
  memory.repository = seen.mark
  memory.done = { ...memory.done, ...seen.done }
  // The file that was to be ignored has changed: from now on the same text is a new one.
  if (!Object.values(seen.mark.statusBlobs).includes(memory.phase.ignoreBlob)) memory.phase.ignoreBlob = null
  // What was there before the watchdog first looked is history, not news.
  for (const commit of [...seen.history, ...seen.commits]) foldCommit(memory, commit)
  const isNews = seen.moved === 'forward' || seen.moved === 'created'
  if (!isNews || !seen.mark.head) return
  const { more, inboxes } = seen
  const commits = seen.commits.filter(({ sha }) => !memory.told.includes(sha))
  for (const { claim, atMs } of commits) if (claim !== null) claimWindow(memory, claim, atMs, event.atMs)
  memory.told = [...memory.told, ...commits.map(({ sha }) => sha)].slice(-TOLD_KEPT)
  memory.pushes.push({ seq: event.seq, head: seen.mark.head, atMs: event.atMs, commits, more, inboxes })
}

function foldCommit(memory: Memory, commit: CommitSeen): void {
  if (commit.claim !== null) foldClaim(memory, commit, commit.claim)
  if (!commit.review) return
  const gate = gateOf(memory, commit.review.label)
  if (!gate) return
  const review = { verdict: commit.review.verdict, sha: commit.sha, atMs: commit.atMs, fresh: true }
  putGate(memory, { ...gate, reviews: { ...gate.reviews, [commit.authorEmail]: review } })
}

/** A label is somebody's word: `constructor` and `__proto__` are labels like any other. */
function gateOf(memory: Memory, label: string): Gate | undefined {
  return Object.hasOwn(memory.gates, label) ? memory.gates[label] : undefined
}

function putGate(memory: Memory, gate: Gate): void {
  memory.gates = { ...memory.gates, [gate.label]: gate }
}

function foldClaim(memory: Memory, commit: CommitSeen, label: string): void {
  const before = gateOf(memory, label)?.reviews ?? {}
  const stale = Object.entries(before).map(([who, review]) => [who, { ...review, fresh: false }] as const)
  putGate(memory, {
    label,
    phase: memory.phase.current ?? '',
    sha: commit.sha,
    author: commit.authorEmail,
    claimedMs: commit.atMs,
    reviews: Object.fromEntries(stale),
  })
}
