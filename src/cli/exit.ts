/** What the exit code of every command means. */
export const EXIT = { done: 0, failure: 1, usage: 2, notRunning: 3 } as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Ends a command with a message for people. `hint` names the mend, best as a command to type. */
export class ExitError extends Error {
  readonly code: ExitCode
  readonly hint: string

  constructor(code: ExitCode, message: string, hint: string) {
    super(message)
    this.name = 'ExitError'
    this.code = code
    this.hint = hint
  }
}

/** Exit 1: the command was right, the world was not. */
export function failure(message: string, hint: string): ExitError {
  return new ExitError(EXIT.failure, message, hint)
}

/** Exit 2: wrong usage or a wrong agents.toml. */
export function usageError(message: string, hint: string): ExitError {
  return new ExitError(EXIT.usage, message, hint)
}

/** Exit 3: the command needs a running watchdog, and there is none. */
export function notRunning(message: string, hint = 'Start it: agents up'): ExitError {
  return new ExitError(EXIT.notRunning, message, hint)
}
