import type { CommandEntry } from './command.ts'

/** Every command, in the order of the help. Each is loaded only when it is called, so that the others cost nothing. */
export const commands: readonly CommandEntry[] = []
