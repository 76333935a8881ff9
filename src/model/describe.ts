import type { Action, Decision, Evidence } from './decision.ts'
import type { Event, Fact, Outcome } from './event.ts'
import { formatDuration } from './time.ts'

/** One event as a sentence for people, without its time. */
export function describeEvent(event: Event): string {
  switch (event.type) {
    case 'fact':
      return describeFact(event.fact)
    case 'decided':
      return `${event.decision.rule}: ${describeAction(event.decision)}`
    case 'withheld':
      return `${event.decision.rule}: would ${describeAction(event.decision)}; withheld: ${event.by}`
    default:
      return `${event.target}: ${describeOutcome(event.of, event.outcome)}`
  }
}

/** One piece of evidence: what was seen, and how old it was. */
export function describeEvidence({ saw, ageMs }: Evidence): string {
  return ageMs === undefined ? saw : `${saw} (${formatDuration(ageMs)} ago)`
}

function describeOutcome(of: number, { ok, text, reached }: Outcome): string {
  const how = reached ? `${reached}: ` : ok ? '' : 'failed: '
  return `#${of} ${how}${text || (ok ? 'done' : 'no reason given')}`
}

type Describe<T extends string, U> = (one: Extract<U, { do: T }>, target: string) => string
const ACTIONS: { [D in Action['do']]: Describe<D, Action> } = {
  start: (one, target) => `start ${target}, run ${one.incarnation} (${one.reason})`,
  end: (one, target) => `end ${target} (${one.reason})${one.thenStart ? ' and start it again' : ''}`,
  queue: ({ draft }) => `queue ${draft.kind} for ${draft.agent}: ${draft.line}`,
  type: (one, target) => `type message #${one.message} into ${target}`,
  'submit-again': (one, target) => `press the submit key again for message #${one.message} in ${target}`,
  settle: (one) => `message #${one.message} is ${one.state}: ${one.why}`,
  drop: (one, target) => `drop unsent ${one.kinds.join(', ')} of ${target}: ${one.why}`,
  park: (one, target) => `park ${target} until ${new Date(one.untilMs).toISOString()}: ${one.why}`,
  unpark: (_one, target) => `end the park of ${target}`,
  hold: (one, target) => `${target} is ${one.as} by a person`,
  release: (_one, target) => `release ${target}: old deaths are forgotten`,
  'open-breaker': (_one, target) => `open the crash-loop breaker of ${target}`,
  'begin-phase': (one) => `begin phase ${one.phase}${one.from ? ` after ${one.from}` : ''}`,
  complete: () => 'complete the sequence',
  announce: () => 'write SEQUENCE-COMPLETE',
  'record-tokens': (one) =>
    one.records.length > 0
      ? `record the tokens of ${one.records.map((record) => record.phaseId).join(', ')}`
      : 'close windows whose tokens nobody wants recorded',
  reopen: (one) => `reopen the sequence with phase ${one.phase}`,
  nudged: (one) => `the DONE-nudge of phase ${one.phase} is spent`,
  woken: (one, target) => `${target} is woken for ${new Date(one.dueMs).toISOString()}`,
  handled: (one) => `push #${one.push} is handled`,
  applied: (one) => `config change #${one.change} is applied`,
  answer: (one) => `answer: ${one.text}`,
  press: (one, target) => `press ${one.key} in dialog ${one.dialog} of ${target}, for: ${one.option}`,
  alarm: (one) => `alarm ${one.kind}: ${one.text}`,
  stop: (one) => `stop the watchdog${one.keepSessions ? ', keep the sessions' : ''}`,
}

/** What a decision does, in the imperative. */
export function describeAction({ action, target }: Decision): string {
  const one = ACTIONS[action.do] as Describe<string, Action>
  return one(action as never, target)
}

type DescribeFact<W extends string> = (fact: Extract<Fact, { what: W }>) => string
const FACTS: { [W in Fact['what']]: DescribeFact<W> } = {
  'watchdog-started': (fact) => `watchdog ${fact.version} started, pid ${fact.pid}`,
  'watchdog-stopped': (fact) => `watchdog stopped: ${fact.why}`,
  'config-loaded': (fact) =>
    fact.changes.length > 0
      ? `agents.toml changed: ${fact.changes.map((one) => one.text).join('; ')}`
      : 'agents.toml read',
  'config-invalid': (fact) =>
    `agents.toml is wrong, the last good one stays in force: ${fact.problems.join(' | ')}`,
  'config-valid-again': () => 'agents.toml is right again',
  'clock-jumped': (fact) => `the clock jumped by ${formatDuration(fact.byMs)}, or the machine slept`,
  server: (fact) => `tmux server ${fact.server} is ${fact.seen}${fact.why ? `: ${fact.why}` : ''}`,
  adopted: (fact) =>
    `${fact.member} runs already (run ${fact.incarnation}, pane ${fact.pane.paneId}): adopted`,
  ready: (fact) => `${fact.member} is ready: its input box is seen`,
  ended: (fact) => `${fact.member} run ${fact.incarnation} ended: ${howEnded(fact)}`,
  'mass-death': (fact) => `${fact.members.length} ended together (${fact.members.join(', ')}): ${fact.why}`,
  session: (fact) => `${fact.member} ${describeSession(fact)}`,
  verdict: (fact) =>
    `${fact.member} is ${fact.verdict.name}${fact.verdict.detail ? `: ${fact.verdict.detail}` : ''}`,
  setback: ({ member, setback }) => `${member} met a setback (${setback.kind}): ${setback.words}`,
  'went-on': (fact) => `${fact.member} has an answer again`,
  told: ({ member, told }) => `the transcript of ${member} has message #${told.message}`,
  push: (fact) =>
    `push seen (${fact.seen.moved}): ${fact.seen.commits.map((one) => one.subject).join(' | ') || 'no new commits'}`,
  'repository-unknown': (fact) => `loop.repo cannot be read: ${fact.why}; ${fact.hint}`,
  request: (fact) =>
    `asked for: ${fact.request.ask}${'agents' in fact.request ? ` ${fact.request.agents.join(' ')}` : ''}`,
  troubles: (fact) =>
    fact.troubles.length > 0 ? `trouble: ${fact.troubles.join('; ')}` : 'troubles are over',
}

function describeFact(fact: Fact): string {
  const one = FACTS[fact.what] as DescribeFact<string>
  return one(fact as never)
}

function howEnded({ how, signal, status }: Extract<Fact, { what: 'ended' }>): string {
  if (how !== 'exited') return how.replace('-', ' ')
  if (signal) return `signal ${signal}`
  return status === null ? 'status not known' : `exit ${status}`
}

function describeSession({ seen }: Extract<Fact, { what: 'session' }>): string {
  if (seen.kind !== 'here') return `session is ${seen.kind}`
  const { state, composer, detail } = seen.screen
  const box =
    composer === null ? 'no input box' : composer === '' ? 'input box empty' : 'input box holds text'
  return `screen reads ${state}${detail ? ` (${detail})` : ''}, ${box}`
}
