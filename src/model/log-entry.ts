/** One thing that stands in a transcript, in the form in which `agent-log` prints any of them. */
export interface LogEntry {
  /** ISO time as the transcript gives it; '' when it gives none. */
  readonly at: string
  readonly role: 'user' | 'agent' | 'tool' | 'event'
  /** One line for people. */
  readonly text: string
  /** What the turn cost; null: not a turn, or not told. */
  readonly tokens: { readonly input: number; readonly output: number } | null
}
