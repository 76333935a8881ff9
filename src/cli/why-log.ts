import type { Decision, Evidence, RuleName } from '../model/decision.ts'
import { describeAction, describeEvent } from '../model/describe.ts'
import type { Event, Fact } from '../model/event.ts'
import { hasOutcome } from '../store/fold-decision.ts'
import { targetOf } from '../store/record.ts'
import { messageNumbers } from './message-numbers.ts'

/** One thing that happened, with all that belongs to it; what `why --json` prints. Times are ms since 1970. */
export interface LogEntry {
  /** Number of its first event. */
  readonly seq: number
  readonly atMs: number
  readonly target: string
  /** The rule that decided, or: `verdict`, what is believed of an agent; `seen`, what was noticed. */
  readonly by: RuleName | 'verdict' | 'seen'
  readonly text: string
  readonly because: readonly Evidence[]
  /** What stood in the way or which rule won; null: it was done. */
  readonly withheld: string | null
  /** What came of it, in order. */
  readonly steps: readonly LogStep[]
  /** How often in a row, and when last. */
  readonly times: number
  readonly lastMs: number
}

export interface LogStep {
  readonly atMs: number
  readonly ok: boolean
  readonly text: string
}

type Open = { -readonly [K in keyof LogEntry]: LogEntry[K] } & { steps: LogStep[] }
type DecisionEvent = Extract<Event, { type: 'decided' | 'withheld' }>

/** Facts that are the matter of decisions, and tell nothing beside them. */
const SILENT_FACTS: readonly Fact['what'][] = ['session', 'ready', 'request']
/** Deeds that only keep the books. */
const SILENT_DEEDS: readonly Decision['action']['do'][] = ['woken', 'handled', 'applied', 'nudged']

/**
 * Events as a log for people: each decision with its outcome, each text with its whole delivery, repeats counted.
 * `events` reach to the end of the record, whose next message has the number `nextMessage`; `keep` narrows the log.
 */
export function toLog(
  events: readonly Event[],
  nextMessage: number,
  keep: (event: Event) => boolean,
): LogEntry[] {
  const log = new Log(messageNumbers(events, nextMessage))
  for (const event of events) if (keep(event)) log.add(event)
  return log.close()
}

class Log {
  readonly #entries: Open[] = []
  readonly #numbers: ReadonlyMap<number, number>
  readonly #byDecision = new Map<number, Open>()
  readonly #byMessage = new Map<number, Open>()

  constructor(numbers: ReadonlyMap<number, number>) {
    this.#numbers = numbers
  }

  add(event: Event): void {
    if (event.type === 'fact') this.#addFact(event, event.fact)
    else if (event.type === 'done') this.#addOutcome(event)
    else if (event.type === 'decided') this.#addDecision(event)
    else this.#addWithheld(event, event.by)
  }

  /** The log as it is; a deed without an outcome is under way, or its watchdog died. */
  close(): LogEntry[] {
    for (const entry of this.#byDecision.values())
      if (entry.steps.length === 0) this.#step(entry, entry.atMs, true, 'no outcome is recorded yet')
    return this.#entries
  }

  #addFact(event: Event, fact: Fact): void {
    if (SILENT_FACTS.includes(fact.what)) return
    if (fact.what === 'verdict') this.#addVerdict(event, fact)
    else this.#open(event, 'seen', describeEvent(event), [])
  }

  #addVerdict(event: Event, { verdict, because }: Extract<Fact, { what: 'verdict' }>): void {
    const { name, detail } = verdict
    const text = detail && name !== 'working' ? `is ${name}: ${detail}` : `is ${name}`
    const more = because.filter(({ saw }) => saw !== detail)
    this.#open(event, 'verdict', text, more)
  }

  #addDecision(event: DecisionEvent): void {
    const { action } = event.decision
    if (SILENT_DEEDS.includes(action.do) || (action.do === 'answer' && action.ok)) return
    if ('message' in action) this.#follow(event, action)
    else this.#openDecision(event)
  }

  #openDecision(event: DecisionEvent): void {
    const { rule, action, because } = event.decision
    const number = this.#numbers.get(event.seq)
    const isQueue = action.do === 'queue'
    const text = isQueue
      ? `${action.draft.kind} #${number}: ${action.draft.line}`
      : describeAction(event.decision)
    const entry = this.#open(event, rule, text, because)
    if (isQueue && number !== undefined) this.#byMessage.set(number, entry)
    if (isQueue || hasOutcome(action)) this.#byDecision.set(event.seq, entry)
  }

  /** What a decision does with a text that was queued before belongs to that text. */
  #follow(event: DecisionEvent, action: Extract<Decision['action'], { message: number }>): void {
    const entry = this.#messageEntry(event, action.message)
    this.#byDecision.set(event.seq, entry)
    if (action.do === 'submit-again') this.#step(entry, event.atMs, true, 'the submit key again')
    if (action.do === 'settle') this.#step(entry, event.atMs, action.state !== 'failed', settled(action))
  }

  /** The entry of a text; a new one when it was queued before this log begins. */
  #messageEntry(event: DecisionEvent, message: number): Open {
    const known = this.#byMessage.get(message)
    if (known) return known
    const entry = this.#open(event, event.decision.rule, `message #${message}, queued earlier`, [])
    this.#byMessage.set(message, entry)
    return entry
  }

  #addWithheld(event: DecisionEvent, by: string): void {
    const { action, rule, because, target } = event.decision
    if ('message' in action) {
      this.#step(this.#messageEntry(event, action.message), event.atMs, true, `waits: ${by}`)
      return
    }
    const text = `would ${describeAction(event.decision)}`
    const last = this.#entries.findLast((entry) => entry.target === target)
    if (last && last.withheld === by && last.text === text) {
      last.times += 1
      last.lastMs = event.atMs
    } else this.#open(event, rule, text, because).withheld = by
  }

  #addOutcome(event: Extract<Event, { type: 'done' }>): void {
    const entry = this.#byDecision.get(event.of)
    if (!entry) return
    const { ok, text, reached, cutOff } = event.outcome
    // That a text's file was written is no news; that it was not is.
    if (ok && reached === undefined && /^(\w+ #\d+): /.test(entry.text)) return
    const refused = reached === 'refused'
    const words = refused ? `waits: ${text}` : [reached, text].filter(Boolean).join(': ')
    this.#step(entry, event.atMs, ok || refused, cutOff ? `cut off: ${text}` : words || 'done')
  }

  #step(entry: Open, atMs: number, ok: boolean, text: string): void {
    if (entry.steps.at(-1)?.text !== text) entry.steps.push({ atMs, ok, text })
  }

  #open(event: Event, by: LogEntry['by'], text: string, because: readonly Evidence[]): Open {
    const { seq, atMs } = event
    const entry: Open = {
      ...{ seq, atMs, target: targetOf(event), by, text, because },
      ...{ withheld: null, steps: [], times: 1, lastMs: atMs },
    }
    this.#entries.push(entry)
    return entry
  }
}

function settled({ state, why }: Extract<Decision['action'], { do: 'settle' }>): string {
  return state === 'queued' ? `waits again: ${why}` : `${state}: ${why}`
}
