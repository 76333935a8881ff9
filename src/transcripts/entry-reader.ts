import type { LogEntry } from '../model/log-entry.ts'
import { logFormatOf } from './log-formats.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import { type Fields, readRecords } from './mended-lines.ts'

/** The first records of a transcript are enough to know its format. Some formats begin with a few that say little. */
const FIRST_RECORDS = 50

const NEWLINE = 0x0a

/** Turns the lines of one transcript into log entries, finding out by itself what format they have. */
export class EntryReader {
  #reader: LogReader | null
  /** Records from before the format was known. */
  #first: Fields[] = []
  /** Lines so far that were no record, or held more than records. */
  bad = 0

  constructor(format: LogFormat | null = null) {
    this.#reader = format?.reader() ?? null
  }

  /** There is something to read, and it is in no format that is known. */
  get isForeign(): boolean {
    return this.#reader === null && (this.#first.length > 0 || this.bad > 0)
  }

  /** Whether enough was read to say that the format is not known. */
  get hasGivenUp(): boolean {
    return this.#reader === null && this.#first.length + this.bad >= FIRST_RECORDS
  }

  /** The entries of whole lines; each ends with its newline. */
  take(lines: Buffer): LogEntry[] {
    const entries: LogEntry[] = []
    for (let start = 0; start < lines.length; ) {
      const end = lines.indexOf(NEWLINE, start)
      const after = end === -1 ? lines.length : end + 1
      if (!isBlank(lines, start, after)) this.#line(lines.subarray(start, after), entries)
      start = after
    }
    return entries
  }

  /** What was held back, when nothing follows for the moment. */
  rest(): readonly LogEntry[] {
    return this.#reader?.rest() ?? []
  }

  #line(line: Buffer, entries: LogEntry[]): void {
    const { records, hasRest } = readRecords(line)
    let isBad = hasRest
    for (const { fields } of records) isBad = !this.#record(fields, entries) || isBad
    if (isBad) this.bad += 1
  }

  /** False: it is no record of this format. */
  #record(record: Fields, entries: LogEntry[]): boolean {
    this.#reader ??= logFormatOf(record)?.reader() ?? null
    if (this.#reader === null) {
      if (this.#first.length < FIRST_RECORDS) this.#first.push(record)
      return true
    }
    for (const early of this.#first.splice(0)) add(entries, this.#reader.read(early))
    return add(entries, this.#reader.read(record))
  }
}

function add(entries: LogEntry[], read: readonly LogEntry[] | null): boolean {
  if (read) entries.push(...read)
  return read !== null
}

function isBlank(lines: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((lines[at] ?? 0) > 0x20) return false
  return true
}
