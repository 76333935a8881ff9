import type { LogEntry } from '../model/log-entry.ts'
import type { Use } from '../model/use.ts'
import { LogAnswers } from './log-answers.ts'
import { logFormatOf } from './log-formats.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import { type Fields, readRecords } from './mended-lines.ts'
import { usageFormats } from './usage-formats.ts'
import type { UsageReader } from './usage-reader.ts'

/** The first lines of a transcript are enough to know its format. Some formats begin with a few that say little. */
const FIRST_LINES = 50

const NEWLINE = 0x0a

/** Turns the lines of one transcript into log entries, finding out by itself what format they have. */
export class EntryReader {
  #parts: Parts | null
  /** Lines from before the format was known. */
  #first: Buffer[] = []
  /** Of the newest entry: some formats tell what was used in a line of its own. */
  #depth = 0
  /** Lines so far that were no record, or held more than records. */
  bad = 0

  constructor(format: LogFormat | null = null) {
    this.#parts = format && partsOf(format)
  }

  /** There is something to read, and it is in no format that is known so far. */
  get isForeign(): boolean {
    return this.#first.length > 0
  }

  /** Whether enough was read to say that the format is not known. */
  get hasGivenUp(): boolean {
    return this.#first.length >= FIRST_LINES
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
    return this.#parts?.answers.rest() ?? []
  }

  #line(line: Buffer, entries: LogEntry[]): void {
    const { records, hasRest } = readRecords(line)
    this.#parts ??= this.#known(records)
    if (!this.#parts) {
      if (!this.hasGivenUp) this.#first.push(Buffer.from(line))
      return
    }
    for (const early of this.#first.splice(0)) this.#line(early, entries)
    const added = this.#read(this.#parts, { line, records })
    if (hasRest || !added) this.bad += 1
    entries.push(...(added ?? []))
  }

  #known(records: readonly { readonly fields: Fields }[]): Parts | null {
    const format = records.map(({ fields }) => logFormatOf(fields)).find((one) => one !== null)
    return format ? partsOf(format) : null
  }

  /** The entries of one line; null: something in it is no record of this format. */
  #read(
    { reader, answers, usage }: Parts,
    { line, records }: { line: Buffer; records: readonly { readonly fields: Fields }[] },
  ): LogEntry[] | null {
    const read = records.map(({ fields }) => reader.read(fields))
    const entries = read.flatMap((some) => some ?? [])
    const uses: Use[] = []
    usage?.read(line, (use) => uses.push(use))
    const used = entries.some(endsAnswer) ? answers.restBefore(uses) : []
    this.#depth = entries.at(-1)?.depth ?? this.#depth
    for (const use of uses) used.push(...answers.take(use, this.#depth))
    return read.includes(null) ? null : [...used, ...entries]
  }
}

/** What only comes when the answer before it is over; results of its tools may come in between. */
function endsAnswer({ role }: LogEntry): boolean {
  return role !== 'tool'
}

/** What reads one transcript. */
interface Parts {
  readonly reader: LogReader
  readonly usage: UsageReader | null
  readonly answers: LogAnswers
}

function partsOf(format: LogFormat): Parts {
  const usage = usageFormats[format.name]
  return {
    reader: format.reader(),
    usage: usage?.reader() ?? null,
    answers: new LogAnswers(usage?.standing ?? 'last'),
  }
}

function isBlank(lines: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((lines[at] ?? 0) > 0x20) return false
  return true
}
