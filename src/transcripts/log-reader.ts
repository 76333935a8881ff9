import type { LogEntry } from '../model/log-entry.ts'
import type { LineFormat } from '../model/source.ts'
import type { Fields } from './mended-lines.ts'

/** Reads the records of one transcript, in their order, as log entries. What was used is told by the format's usage reader. */
export interface LogReader {
  /** What one record tells, possibly nothing; null: it is no record of this format. */
  read(record: Fields): readonly LogEntry[] | null
}

/** How the transcripts of one CLI are read as log entries. */
export interface LogFormat {
  readonly name: LineFormat
  /** Whether a record could only be of this format. */
  knows(record: Fields): boolean
  /** A reader at the start of a transcript. */
  reader(): LogReader
}
