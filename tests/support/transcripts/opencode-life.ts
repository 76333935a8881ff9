import { DatabaseSync } from 'node:sqlite'
import { Chance } from './chance.ts'
import { anySpelling, writeJson } from './json-writer.ts'
import type { Meant } from './meant.ts'
import {
  answerState,
  type OpencodeAnswer,
  type OpencodeState,
  opencodeId,
  otherState,
} from './opencode-message.ts'
import { anyStart } from './times.ts'

const TABLES = `
  CREATE TABLE session (id text PRIMARY KEY, parent_id text, directory text NOT NULL, title text, version text,
    time_created integer NOT NULL, time_updated integer NOT NULL);
  CREATE TABLE message (id text PRIMARY KEY, session_id text NOT NULL, time_created integer NOT NULL,
    time_updated integer NOT NULL, data text NOT NULL);
  CREATE TABLE session_message (id text PRIMARY KEY, session_id text NOT NULL, type text NOT NULL, seq integer NOT NULL,
    time_created integer NOT NULL, time_updated integer NOT NULL, data text NOT NULL);`

const NO_OBJECTS = [
  '',
  'null',
  '7',
  '[]',
  '[{"role":"assistant"}]',
  '{"role":"assistant","tokens":{"input":7',
  '"{}"',
]

interface Known {
  readonly session: string
  readonly answer: OpencodeAnswer
  readonly isCopy: boolean
  readonly in: { 1?: OpencodeState; 2?: OpencodeState }
}

/**
 * An OpenCode database that is written to at random: answers that stream, sessions forked, rows taken over by 2.x while
 * 1.x goes on, rows deleted. It knows what a reader that has just looked must have counted.
 */
export class OpencodeLife {
  readonly sessions: string[] = []
  /** Rows whose data is no object. */
  bad = 0
  private readonly chance: Chance
  private readonly database: DatabaseSync
  private readonly messages = new Map<string, Known>()
  private readonly counted = new Map<string, Meant>()
  /** Changed since meantNow. */
  private readonly changed = new Set<string>()
  private nowMs: number
  private rows = 0

  constructor(seed: number, path: string) {
    this.chance = new Chance(seed)
    this.nowMs = anyStart(this.chance)
    this.database = new DatabaseSync(path)
    this.database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${TABLES}`)
    this.newSession()
  }

  /** Something happens. */
  step(): void {
    this.nowMs += this.chance.below(2000)
    const acts: readonly (() => void)[] = [
      ...Array.from({ length: 6 }, () => () => this.newAnswer()),
      ...Array.from({ length: 6 }, () => () => this.goOn()),
      () => this.newOther(),
      () => this.newBad(),
      () => this.takeOver(),
      () => this.fork(),
      () => this.deleteOne(),
      () => this.newSession(),
    ]
    this.chance.pick(acts)()
  }

  /** What is counted once all sessions were looked at to their ends; call it only then. */
  meantNow(): Meant[] {
    for (const [id, { in: states, isCopy }] of this.messages) {
      const meant = states[2]?.meant ?? states[1]?.meant
      if (meant && !isCopy) this.counted.set(id, meant)
    }
    this.changed.clear()
    return [...this.counted.values()]
  }

  close(): void {
    this.database.close()
  }

  private newSession(): string {
    const id = `ses_${this.chance.name(12)}`
    this.database
      .prepare('INSERT INTO session VALUES (?, NULL, ?, ?, ?, ?, ?)')
      .run(id, '/home/me', 'title', '1', this.nowMs, this.nowMs)
    this.sessions.push(id)
    return id
  }

  private newAnswer(): void {
    const ownTime = this.nowMs - this.chance.below(50)
    const named = this.chance.happens(0.9)
    const id = named ? opencodeId(this.chance, this.nowMs) : `own-${this.chance.name(12)}`
    const answer = { id, createdMs: ownTime, completedMs: null, tellsTime: this.chance.happens(0.9) }
    const form = this.chance.pick([1, 1, 2] as const)
    this.put({ session: this.chance.pick(this.sessions), answer, isCopy: false, in: {} }, form)
  }

  /** A message grows, or is completed; now and then by 1.x although 2.x has it. */
  private goOn(): void {
    const known = this.any()
    if (!known || known.isCopy) return
    const form = known.in[2] && !(known.in[1] && this.chance.happens(0.2)) ? 2 : 1
    if (!known.in[form]) return
    const completedMs = this.chance.happens(0.6) ? this.nowMs : known.answer.completedMs
    this.put({ ...known, answer: { ...known.answer, completedMs } }, form)
  }

  /** 2.x takes a message over under the same id; the row of 1.x stays. */
  private takeOver(): void {
    const known = this.any()
    if (!known?.in[1] || known.in[2]) return
    if (this.chance.happens(0.2)) this.insert(known, 2, { data: { tokens: 'none' }, meant: null })
    else this.put(known, 2)
  }

  /** The past under new ids, with the old times. */
  private fork(): void {
    const from = this.chance.pick(this.sessions)
    const session = this.newSession()
    this.nowMs += 200
    for (const known of [...this.messages.values()].filter((each) => each.session === from && !each.isCopy)) {
      const state = known.in[1]
      if (!state || !tellsTime(state)) continue
      const answer = { ...known.answer, id: opencodeId(this.chance, this.nowMs) }
      this.insert({ session, answer, isCopy: true, in: {} }, 1, state)
    }
  }

  /** Only what was looked at as it is: of another state nobody can know whether it was seen. */
  private deleteOne(): void {
    const known = this.any()
    if (!known || !this.counted.has(known.answer.id) || this.changed.has(known.answer.id)) return
    for (const table of ['message', 'session_message']) {
      this.database.prepare(`DELETE FROM ${table} WHERE id = ?`).run(known.answer.id)
    }
    this.messages.delete(known.answer.id)
  }

  private newOther(): void {
    const form = this.chance.pick([1, 2] as const)
    const answer = {
      id: opencodeId(this.chance, this.nowMs),
      createdMs: this.nowMs,
      completedMs: null,
      tellsTime: true,
    }
    const { data } = otherState(this.chance, form)
    this.write(form, answer, this.chance.pick(this.sessions), this.spelled(data), 'user')
  }

  private newBad(): void {
    const answer = {
      id: opencodeId(this.chance, this.nowMs),
      createdMs: this.nowMs,
      completedMs: null,
      tellsTime: true,
    }
    this.write(1, answer, this.chance.pick(this.sessions), this.chance.pick(NO_OBJECTS), 'assistant')
    this.bad += 1
  }

  private any(): Known | undefined {
    return this.messages.size === 0 ? undefined : this.chance.pick([...this.messages.values()])
  }

  private put(known: Known, form: 1 | 2): void {
    this.insert(known, form, answerState(this.chance, form, known.answer))
  }

  private insert(known: Known, form: 1 | 2, state: OpencodeState): void {
    const { answer, session } = known
    this.messages.set(answer.id, { ...known, in: { ...known.in, [form]: state } })
    this.write(form, answer, session, this.spelled(state.data), 'assistant')
  }

  private spelled(data: OpencodeState['data']): string {
    return writeJson(this.chance, anySpelling(this.chance), data)
  }

  private write(
    form: 1 | 2,
    { id, createdMs }: OpencodeAnswer,
    session: string,
    data: string,
    type: string,
  ): void {
    this.rows += 1
    this.changed.add(id)
    const onto = 'ON CONFLICT (id) DO UPDATE SET time_updated = excluded.time_updated, data = excluded.data'
    if (form === 1) {
      const insert = `INSERT INTO message VALUES (?, ?, ?, ?, ?) ${onto}`
      this.database.prepare(insert).run(id, session, createdMs, this.nowMs, data)
    } else {
      const insert = `INSERT INTO session_message VALUES (?, ?, ?, ?, ?, ?, ?) ${onto}`
      this.database.prepare(insert).run(id, session, type, this.rows, createdMs, this.nowMs, data)
    }
  }
}

/** Without any time a copy is not known as one. */
function tellsTime({ data }: OpencodeState): boolean {
  return JSON.stringify(data.time).length > 2
}
