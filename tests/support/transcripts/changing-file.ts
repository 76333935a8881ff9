import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Position } from '../../../src/model/source.ts'
import type { NoNews } from '../../../src/observe/read-lines.ts'
import { readLines } from '../../../src/observe/read-lines.ts'
import type { UsageFormat } from '../../../src/transcripts/usage-reader.ts'
import type { Chance } from './chance.ts'
import { bytesOf, type MadeFile, meantIn } from './corpus.ts'
import type { Meant } from './meant.ts'
import type { Ledger } from './read-by-format.ts'

/** A transcript on disk that grows, shrinks, is replaced and deleted, and is looked at now and then. */
export class ChangingFile {
  bad = 0
  readonly path: string
  private readonly format: UsageFormat
  private file: MadeFile
  private bytes: Buffer
  private length = 0
  /** How far the truth of it has been told. */
  private told = 0
  private position: string | null = null

  constructor(path: string, format: UsageFormat, file: MadeFile) {
    this.path = path
    this.format = format
    this.file = file
    this.bytes = bytesOf(file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, '')
  }

  get isWhole(): boolean {
    return this.length === this.bytes.length
  }

  grow(bytes: number): void {
    const end = Math.min(this.bytes.length, this.length + bytes)
    appendFileSync(this.path, this.bytes.subarray(this.length, end))
    this.length = end
  }

  shrink(length: number): void {
    this.length = Math.min(this.length, length)
    this.grow(0)
    truncateSync(this.path, this.length)
    if (this.length < this.told) this.told = 0
  }

  /** Another file (inode) under the same name, with as much of the same content. */
  replace(length: number): void {
    this.length = Math.min(this.bytes.length, length)
    writeFileSync(`${this.path}.new`, this.bytes.subarray(0, this.length))
    renameSync(`${this.path}.new`, this.path)
    this.told = 0
  }

  /** The same inode with the content of another transcript. */
  copyOver(other: MadeFile): void {
    this.file = other
    this.bytes = bytesOf(other)
    this.length = this.bytes.length
    writeFileSync(this.path, this.bytes)
    this.told = 0
  }

  remove(): void {
    rmSync(this.path, { force: true })
    this.length = 0
    this.told = 0
  }

  /** A look to the end, some bytes at a time; gives what it must have brought, in the order of writing. */
  look(chance: Chance, ledger: Ledger): Meant[] {
    for (let more = true; more; ) more = this.lookOnce(chance.pick([1, 500, 70_000, 2 ** 24]), ledger)
    const meant = meantIn(this.file, this.length).slice(
      this.told === 0 ? 0 : meantIn(this.file, this.told).length,
    )
    this.told = this.length
    return meant
  }

  private lookOnce(budgetBytes: number, ledger: Ledger): boolean {
    const position = this.position === null ? null : (JSON.parse(this.position) as Position)
    const source = { kind: 'lines', format: this.format.name, path: this.path } as const
    const read = readLines(source, this.format, position, budgetBytes)
    if (isNoNews(read)) return false
    for (const use of read.uses) ledger.add(use)
    this.bad += read.bad
    this.position = JSON.stringify(read.position)
    return read.more
  }
}

function isNoNews(read: ReturnType<typeof readLines>): read is NoNews {
  return typeof read === 'string'
}
