import fc from 'fast-check'
import type { Action, Decision } from '../../src/model/decision.ts'
import type { Entry, Fact, Outcome } from '../../src/model/event.ts'
import { aPane, aScreen, NOON_MS } from './situation.ts'

/** Names, ids and labels as they may come; some are words that JavaScript's objects know already. */
const name = fc.constantFrom('builder', 'correctness', 'desk', 'former')
const label = fc.oneof(fc.constantFrom('parse', '', '__proto__', 'constructor', 'toString'), fc.string())
const id = fc.integer({ min: 0, max: 12 })
const moment = fc.integer({ min: NOON_MS - 10_000_000, max: NOON_MS + 10_000_000 })
const verdict = fc.constantFrom('PASS' as const, 'FAIL' as const, 'VETO' as const, null)

const commit = fc.record({
  sha: fc.string(),
  authorName: fc.string(),
  authorEmail: label,
  subject: fc.string(),
  atMs: moment,
  claim: fc.oneof(fc.constant(null), label),
  review: fc.oneof(fc.constant(null), fc.record({ label, verdict })),
})

const push = fc.record({
  kind: fc.constant('seen' as const),
  mark: fc.record({
    head: fc.constantFrom(null, 'h'),
    lastHead: fc.constant(null),
    statusBlobs: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y', null)),
    inboxBlobs: fc.constant({}),
  }),
  moved: fc.constantFrom('first', 'forward', 'rewritten', 'created', 'deleted', 'still'),
  commits: fc.array(commit, { maxLength: 4 }),
  more: fc.nat(),
  history: fc.array(commit, { maxLength: 2 }),
  done: fc.dictionary(fc.constantFrom('core', 'polish'), fc.boolean()),
  unread: fc.constant([]),
  inboxes: fc.constant([]),
})

const seen = fc.oneof(
  fc.constant({ kind: 'unknown' as const, why: 'frozen' }),
  fc.constant({ kind: 'missing' as const, recordedAlive: false }),
  fc
    .record({
      state: fc.constantFrom('idle', 'working', 'limited'),
      value: fc.constantFrom('+20m', '14:30', null),
      activityMs: moment,
    })
    .map(({ state, value, activityMs }) =>
      aPane('builder', {
        activityMs,
        screen: aScreen({
          state: state as 'idle',
          waitingUntil: value === null ? null : { line: `WAITING-UNTIL ${value}`, value },
        }),
      }),
    ),
)

const request = fc.oneof(
  fc.record({ ask: fc.constant('up' as const), agents: fc.array(name), id: fc.string(), askedMs: moment }),
  fc.record({
    ask: fc.constant('stop' as const),
    keepSessions: fc.boolean(),
    id: fc.string(),
    askedMs: moment,
  }),
)

const change = fc.record({
  target: name,
  change: fc.constantFrom('added', 'removed', 'changed'),
  restart: fc.boolean(),
  text: fc.string(),
})

const fact = fc.oneof(
  fc.constant({ what: 'watchdog-started', pid: 1, version: '1', bootId: 'b' }),
  fc.record({ what: fc.constant('watchdog-stopped'), why: fc.string() }),
  fc.record({
    what: fc.constant('config-loaded'),
    hash: fc.string(),
    changes: fc.array(change, { maxLength: 2 }),
  }),
  fc.record({ what: fc.constant('config-invalid'), problems: fc.array(fc.string()) }),
  fc.constant({ what: 'config-valid-again' }),
  fc.record({ what: fc.constant('clock-jumped'), byMs: fc.integer() }),
  fc.record({
    what: fc.constant('server'),
    server: fc.string(),
    seen: fc.constantFrom('up', 'gone', 'unknown'),
    why: fc.string(),
  }),
  fc.record({
    what: fc.constant('adopted'),
    member: name,
    incarnation: id,
    pane: fc.constant(aPane('builder').pane),
  }),
  fc.record({ what: fc.constant('ready'), member: name }),
  fc.record({
    what: fc.constant('ended'),
    member: name,
    incarnation: id,
    status: fc.constantFrom(0, 1, null),
    signal: fc.constantFrom(null, '9'),
    how: fc.constantFrom('exited', 'session-missing', 'server-gone', 'start-failed'),
  }),
  fc.record({ what: fc.constant('mass-death'), members: fc.array(name), why: fc.string() }),
  fc.record({ what: fc.constant('session'), member: name, seen }),
  fc.record({
    what: fc.constant('verdict'),
    member: name,
    verdict: fc.record({
      name: fc.constantFrom('idle', 'stalled'),
      detail: fc.string(),
      untilMs: fc.constant(null),
    }),
    because: fc.constant([]),
  }),
  fc.record({
    what: fc.constant('setback'),
    member: name,
    setback: fc.record({
      kind: fc.constantFrom('limit', 'failure', 'context', 'login', 'money'),
      window: fc.string(),
      resetsMs: fc.option(fc.nat()),
      atMs: fc.nat(),
      words: fc.string(),
    }),
  }),
  fc.record({ what: fc.constant('went-on'), member: name, answeredMs: fc.nat() }),
  fc.record({ what: fc.constant('push'), seen: push }),
  fc.record({ what: fc.constant('repository-unknown'), why: fc.string(), hint: fc.string() }),
  fc.record({ what: fc.constant('request'), request }),
  fc.record({ what: fc.constant('troubles'), troubles: fc.array(fc.string()) }),
) as fc.Arbitrary<Fact>

const kind = fc.constantFrom('kickoff', 'ping', 'nudge', 'wake', 'resume', 'operator')
const reason = fc.constantFrom(
  'up',
  'dead',
  'phase',
  'wake',
  'stall',
  'operator',
  'changed',
  'removed',
  'down',
)
const draft = fc.record({
  key: label,
  agent: name,
  kind,
  line: fc.string(),
  tagged: fc.boolean(),
  file: fc.constantFrom(null, { path: '/p', sources: [], text: '', values: {} }),
})
const action = fc.oneof(
  fc.record({ do: fc.constant('start'), incarnation: id, reason }),
  fc.record({ do: fc.constant('end'), reason, thenStart: fc.boolean() }),
  fc.record({ do: fc.constant('queue'), draft }),
  fc.record({ do: fc.constantFrom('type', 'submit-again'), message: id }),
  fc.record({
    do: fc.constant('settle'),
    message: id,
    state: fc.constantFrom('accepted', 'failed', 'queued'),
    why: fc.string(),
  }),
  fc.record({ do: fc.constant('drop'), kinds: fc.array(kind), why: fc.string() }),
  fc.record({ do: fc.constant('park'), untilMs: moment, why: fc.string(), line: fc.string() }),
  fc.record({ do: fc.constantFrom('unpark', 'release', 'open-breaker', 'complete', 'announce') }),
  fc.record({ do: fc.constant('hold'), as: fc.constantFrom('paused', 'down') }),
  fc.record({
    do: fc.constant('begin-phase'),
    phase: fc.constantFrom('core', 'polish'),
    from: fc.constant(null),
    ignoreBlob: fc.constantFrom(null, 'x'),
  }),
  fc.record({
    do: fc.constant('record-tokens'),
    records: fc.array(
      fc.record({ phaseId: fc.string(), startedMs: moment, endedMs: moment, windows: fc.array(id) }),
      { maxLength: 2 },
    ),
    windows: fc.array(id, { maxLength: 4 }),
  }),
  fc.record({ do: fc.constant('nudged'), phase: fc.constantFrom('core', 'polish') }),
  fc.record({
    do: fc.constant('reopen'),
    phase: fc.constantFrom('core', 'polish'),
    ignoreBlob: fc.constantFrom(null, 'x'),
  }),
  fc.record({ do: fc.constant('woken'), dueMs: moment }),
  fc.record({ do: fc.constant('handled'), push: id }),
  fc.record({ do: fc.constant('applied'), change: id }),
  fc.record({ do: fc.constant('answer'), request: fc.string(), ok: fc.boolean(), text: fc.string() }),
  fc.record({
    do: fc.constant('alarm'),
    kind: fc.constantFrom('dead', 'limited', 'needs-human'),
    text: fc.string(),
  }),
  fc.record({ do: fc.constant('stop'), keepSessions: fc.boolean() }),
) as fc.Arbitrary<Action>

const decision: fc.Arbitrary<Decision> = fc.record({
  rule: fc.constantFrom('heal', 'stall', 'deliver'),
  target: name,
  action,
  because: fc.constant([{ saw: 'it', ageMs: 5 }]),
})

const outcome = fc.oneof(
  fc.record({ ok: fc.boolean(), text: fc.string() }),
  fc.constant({ ok: true, text: '', pane: aPane('builder').pane }),
  fc.constant({ ok: false, text: 'cut', cutOff: true }),
  fc.record({
    ok: fc.boolean(),
    text: fc.string(),
    reached: fc.constantFrom('refused', 'typed', 'submitted', 'accepted'),
  }),
) as fc.Arbitrary<Outcome>

/** Anything that may ever be recorded, in any order. */
export const entry: fc.Arbitrary<Entry> = fc
  .oneof(
    fact.map((one): Entry => ({ type: 'fact', fact: one })),
    decision.map((one): Entry => ({ type: 'decided', decision: one })),
    fc.tuple(decision, fc.string()).map(([one, by]): Entry => ({ type: 'withheld', decision: one, by })),
    fc
      .tuple(fc.integer({ min: 1, max: 40 }), name, outcome)
      .map(([of, target, one]): Entry => ({ type: 'done', of, target, outcome: one })),
  )
  // Objects as JSON makes them, not without a prototype.
  .map((one) => structuredClone(one))
