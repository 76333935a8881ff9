import { nextLookMs } from '../../src/decide/pace.ts'
import type { Situation } from '../../src/decide/rule.ts'
import { STAGES } from '../../src/decide/rules.ts'
import { judge } from '../../src/decide/verdict.ts'
import type { Entry, Fact, Outcome } from '../../src/model/event.ts'
import { fuse, screenTestimony } from '../../src/model/fuse.ts'
import { programs } from '../../src/model/lookup.ts'
import { emptyMemory, type Memory } from '../../src/model/memory.ts'
import type { Observation, PaneSeen, SessionSeen } from '../../src/model/observation.ts'
import type { CommitSeen, InboxSeen, RepositorySeen } from '../../src/model/repository.ts'
import type { Ask } from '../../src/model/request.ts'
import type { Setback, TurnsSeen } from '../../src/model/setback.ts'
import type { Team } from '../../src/model/team.ts'
import type { Instant } from '../../src/model/time.ts'
import { notice } from '../../src/observe/notice.ts'
import { wakesDue } from '../../src/observe/wakes.ts'
import { fold } from '../../src/store/fold.ts'
import { hasOutcome } from '../../src/store/fold-decision.ts'
import { deeds, rule, withheld } from './rulings.ts'
import { aPane, aSetback, aTeam, BOOT, MINUTE_MS, NOON_MS } from './situation.ts'

/**
 * A team over time, without processes: notice, rules and fold are the real ones, tick after tick; the world beneath
 * is a table of panes in which every deed succeeds. What a test does not change stays idle.
 */
export class Story {
  team: Team
  memory: Memory = emptyMemory()
  nowMs = NOON_MS
  /** Sessions as the next look sees them. */
  readonly sessions: Record<string, SessionSeen> = {}
  serverGone = false
  /** Transcripts hold more than a tick reads. */
  isReadingBehind = false
  /** What the next look sees of the repository; used up by it. */
  repository: RepositorySeen = { kind: 'same' }
  /** What deeds come to; every other one succeeds. */
  outcomes: { [doing: string]: Outcome } = {}
  /** What the last tick withheld, each as `target: deed: by`. */
  withheld: string[] = []
  /** All that was decided. */
  readonly log: string[] = []
  #done: Record<string, boolean> = {}
  #before: Instant | null = null
  #ids = 0
  #turns: TurnsSeen[] = []

  constructor(team: Team = aTeam()) {
    this.team = team
    this.#push('first', [])
  }

  /** A team whose agents all run, are ready, and were given their kickoff. */
  static running(team?: Team): Story {
    const story = new Story(team)
    for (let tick = 0; tick < 6; tick++) story.tick()
    story.log.length = 0
    return story
  }

  /** One tick. Returns what was decided in it, each as `target: deed`; `withheld` is what was not. */
  tick(): string[] {
    const seen = this.#look()
    this.#record(notice(this.memory, seen, this.#before).map((fact) => ({ type: 'fact', fact })))
    this.#before = seen.at
    this.repository = { kind: 'same' }
    this.#turns = []
    this.#record(this.#verdicts({ nowMs: this.nowMs, team: this.team, seen, memory: this.memory }))
    const decided: string[] = []
    this.withheld = []
    for (const stage of STAGES) {
      const situation: Situation = { nowMs: this.nowMs, team: this.team, seen, memory: this.memory }
      const ruling = rule(stage, structuredClone(situation))
      for (const { by, ...decision } of ruling.withheld) this.#record([{ type: 'withheld', decision, by }])
      for (const decision of ruling.decisions) this.#carryOut(decision)
      decided.push(...deeds(ruling))
      this.withheld.push(...withheld(ruling))
    }
    this.log.push(...decided)
    return decided
  }

  /** Lets time go by and ticks. */
  after(ms: number): string[] {
    this.nowMs += ms
    return this.tick()
  }

  /** Ticks at the watchdog's own pace for so long; everything decided meanwhile. */
  during(ms: number): string[] {
    const endMs = this.nowMs + ms
    const decided: string[] = []
    for (;;) {
      decided.push(...this.tick())
      const waitMs = nextLookMs({ ...this.situation(), nowMs: this.nowMs })
      if (this.nowMs + waitMs > endMs) break
      this.nowMs += waitMs
    }
    this.nowMs = endMs
    return decided
  }

  situation(): Situation {
    return { nowMs: this.nowMs, team: this.team, seen: this.#look(), memory: this.memory }
  }

  /** The program ended by itself. */
  die(name: string, status: number | null = 1, signal: string | null = null): void {
    this.draw(name, { dead: { status, signal } })
  }

  /** Changes what is seen of a pane. */
  draw(name: string, fields: Partial<PaneSeen>): void {
    const before = this.sessions[name]
    const pane = { ...(before?.kind === 'here' ? before : aPane(name)), ...fields }
    const testimonies = fields.testimonies ?? [screenTestimony(pane.screen, pane.activityMs)]
    this.sessions[name] = { ...pane, testimonies, state: fuse(testimonies, this.nowMs) }
  }

  /** The agent's transcript tells of a turn that an error ended, or of an answer. */
  write(agent: string, told: Partial<Setback> | 'an answer'): void {
    const answeredMs = told === 'an answer' ? this.nowMs : null
    const setback = told === 'an answer' ? null : aSetback({ atMs: this.nowMs, ...told })
    this.#turns.push({ agent, setback, answeredMs })
  }

  /** A person asks for something. */
  ask(ask: Ask): string {
    const id = `request-${++this.#ids}`
    this.fact({ what: 'request', request: { ...ask, id, askedMs: this.nowMs } })
    return id
  }

  push(commits: readonly CommitSeen[], inboxes: readonly InboxSeen[] = []): void {
    this.#push('forward', commits, inboxes)
  }

  /** The status file of a phase is pushed with its marker, or without. */
  mark(phase: string, isDone = true): void {
    this.#done = { ...this.#done, [phase]: isDone }
    this.#push('forward', [])
  }

  fact(fact: Fact): void {
    this.#record([{ type: 'fact', fact }])
  }

  /** The messages of an agent: kind and state. */
  messages(agent: string): string[] {
    return Object.values(this.memory.messages)
      .filter((one) => one.agent === agent)
      .map((one) => `${one.kind} ${one.state}`)
  }

  #carryOut(decision: Decided): void {
    const of = this.memory.seq + 1
    this.#record([{ type: 'decided', decision }])
    if (!hasOutcome(decision.action)) return
    const outcome = this.outcomes[decision.action.do] ?? this.#deed(decision)
    this.#record([{ type: 'done', of, target: decision.target, outcome }])
  }

  #deed({ action, target }: Decided): Outcome {
    if (action.do === 'end') delete this.sessions[target]
    if (action.do === 'type') {
      this.draw(target, { activityMs: this.nowMs })
      return { ok: true, text: '', reached: 'accepted' }
    }
    if (action.do !== 'start') return { ok: true, text: '' }
    const seen = aPane(target, { incarnation: action.incarnation, activityMs: this.nowMs })
    const pane = { ...seen.pane, pid: 100 + this.memory.seq, paneId: `%${this.memory.seq}` }
    this.sessions[target] = { ...seen, pane }
    this.serverGone = false
    return { ok: true, text: '', pane }
  }

  #verdicts(situation: Situation): Entry[] {
    return programs(this.team).map(({ name }) => {
      const { verdict, because } = judge(situation, name)
      return { type: 'fact', fact: { what: 'verdict', member: name, verdict, because } }
    })
  }

  #look(): Observation {
    const server = this.serverGone ? ({ kind: 'gone' } as const) : UP
    return {
      at: { wallMs: this.nowMs, monoMs: this.nowMs - NOON_MS + MINUTE_MS, bootId: BOOT },
      ...{
        servers: { 'agents-team-0': server },
        sessions: { ...this.sessions },
        repository: this.repository,
      },
      ...{
        requests: [],
        readings: [],
        turns: this.#turns,
        told: [],
        isReadingBehind: this.isReadingBehind,
        troubles: [],
        wakesDue: wakesDue(this.team, this.memory, this.nowMs),
      },
    }
  }

  #push(
    moved: 'first' | 'forward',
    commits: readonly CommitSeen[],
    inboxes: readonly InboxSeen[] = [],
  ): void {
    const blobs = Object.entries(this.#done).map(
      ([id, isDone]) => [`machine-docs/STATUS-${id}.md`, `${id} ${isDone}`] as const,
    )
    const head = `head-${++this.#ids}`
    this.repository = {
      ...{ kind: 'seen', moved, commits, more: 0, history: [], unread: [], inboxes, done: this.#done },
      mark: { head, lastHead: head, statusBlobs: Object.fromEntries(blobs), inboxBlobs: {} },
    }
  }

  #record(entries: readonly Entry[]): void {
    for (const entry of entries) fold(this.memory, { seq: this.memory.seq + 1, atMs: this.nowMs, ...entry })
  }
}

type Decided = Extract<Entry, { type: 'decided' }>['decision']
const UP = { kind: 'up', pid: 10, startTicks: 1 } as const
