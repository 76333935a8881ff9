import type { LogEntry } from '../model/log-entry.ts'

/** An entry that is ready to be shown: its texts hold no control characters any more. */
export interface ShownEntry extends LogEntry {
  /** Whose transcript it is from; '' when there is only one. */
  readonly label: string
}

/** One way to show a log. */
export interface LogWriter {
  write(entry: ShownEntry): void
  /** Nothing follows. */
  end(): void
}
