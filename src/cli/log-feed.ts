import type { LogEntry } from '../model/log-entry.ts'

/** Entries of one transcript as they come: the whole of it at first, later what was added. */
export interface LogFeed {
  /** Whose transcript it is, for people; '' when there is only one. */
  readonly label: string
  /** What its entries are indented by: 1 for the transcript of a sub-agent. */
  readonly depth: number
  /** The next few entries; null: there are none for the moment. Throws FileTrouble, or ExitError for an unknown format. */
  next(): Promise<readonly LogEntry[] | null>
  /** What was held back since it may not be whole, now that nothing follows: what the last answer used. */
  rest(): readonly LogEntry[]
  /** What could not be read so far, as sentences for people, each told once. */
  troubles(): readonly string[]
}
