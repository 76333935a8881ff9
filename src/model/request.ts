/** What a command asks of the daemon, dropped as a file into the state folder. */
export type Ask =
  | { readonly ask: 'up'; readonly agents: readonly string[] }
  | { readonly ask: 'down'; readonly agents: readonly string[] }
  | { readonly ask: 'stop'; readonly keepSessions: boolean }
  | { readonly ask: 'restart'; readonly agents: readonly string[] }
  | { readonly ask: 'send'; readonly agents: readonly string[]; readonly text: string }
  | { readonly ask: 'pause'; readonly agents: readonly string[] }
  | { readonly ask: 'resume'; readonly agents: readonly string[] }
  | { readonly ask: 'phase'; readonly phase: string }
  | { readonly ask: 'phase-next' }

export type Request = Ask & {
  /** Random; the answer carries it. */
  readonly id: string
  readonly askedMs: number
}
