import type { LogEntry } from '../model/log-entry.ts'
import type { LineFormat } from '../model/source.ts'
import type { Fields } from './mended-lines.ts'

/** Reads the records of one transcript, in their order, as log entries. */
export interface LogReader {
  /** What one record tells, possibly nothing; null: it is no record of this format. */
  read(record: Fields): readonly LogEntry[] | null
  /** What was held back, now that nothing follows for the moment: the usage of an answer that may have gone on. */
  rest(): readonly LogEntry[]
}

/** How the transcripts of one CLI are read as log entries. */
export interface LogFormat {
  readonly name: LineFormat
  /** Whether a record could only be of this format. */
  knows(record: Fields): boolean
  /** A reader at the start of a transcript. */
  reader(): LogReader
}
