import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Chance } from './chance.ts'
import { anySpelling, type Json, writeJson } from './json-writer.ts'
import type { Meant } from './meant.ts'
import { answerState, type OpencodeAnswer, opencodeId, otherState } from './opencode-message.ts'
import { anyStart } from './times.ts'

/** One session of OpenCode before 1.2: a folder of JSON files that are written over; knows what it holds. */
export class OpencodeFolder {
  readonly session: string
  private readonly folder: string
  private readonly chance: Chance
  private readonly answers = new Map<string, OpencodeAnswer>()
  private readonly meant = new Map<string, Meant>()
  private nowMs: number

  constructor(seed: number, storage: string) {
    this.chance = new Chance(seed)
    this.nowMs = anyStart(this.chance)
    this.session = `ses_${this.chance.name(12)}`
    this.folder = join(storage, 'message', this.session)
    mkdirSync(this.folder, { recursive: true })
  }

  /** Something happens; call it only when the folder was looked at since the last deletion. */
  step(): void {
    this.nowMs += this.chance.between(1, 2000)
    this.chance.pick([
      ...Array.from({ length: 3 }, () => () => this.newAnswer()),
      ...Array.from({ length: 3 }, () => () => this.goOn()),
      () => this.newOther(),
      () => this.deleteOne(),
    ])()
  }

  /** What must be counted by who looked after each step. */
  meantNow(): Meant[] {
    return [...this.meant.values()]
  }

  private newAnswer(): void {
    const id = opencodeId(this.chance, this.nowMs)
    this.put({ id, createdMs: this.nowMs, completedMs: null, tellsTime: true })
  }

  private goOn(): void {
    if (this.answers.size === 0) return
    const answer = this.chance.pick([...this.answers.values()])
    this.put({ ...answer, completedMs: this.nowMs })
  }

  private newOther(): void {
    const id = opencodeId(this.chance, this.nowMs)
    this.write(id, { id, ...otherState(this.chance, 1).data })
  }

  private deleteOne(): void {
    if (this.answers.size === 0) return
    const { id } = this.chance.pick([...this.answers.values()])
    this.answers.delete(id)
    rmSync(join(this.folder, `${id}.json`))
  }

  private put(answer: OpencodeAnswer): void {
    const { data, meant } = answerState(this.chance, 1, answer)
    this.answers.set(answer.id, answer)
    if (meant) this.meant.set(answer.id, meant)
    this.write(answer.id, { id: answer.id, sessionID: this.session, ...data })
  }

  private write(id: string, message: Json): void {
    const spelling = anySpelling(this.chance)
    const blanks = this.chance.pick([spelling.blanks, ['', '\n', '\n  ']])
    writeFileSync(join(this.folder, `${id}.json`), writeJson(this.chance, { ...spelling, blanks }, message))
  }
}
