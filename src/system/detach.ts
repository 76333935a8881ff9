import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

/** How to start a program that outlives us. */
export interface DetachOptions {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Its output is added to this file. */
  readonly outFile: string
}

/**
 * Starts a program in a session and process group of its own, without a terminal: the end of ours, or of the terminal,
 * does not touch it. Returns its pid; throws when it cannot be started.
 */
export function startDetached(argv: readonly string[], { cwd, env, outFile }: DetachOptions): number {
  const out = openSync(outFile, 'a', 0o600)
  try {
    const child = spawn(argv[0] ?? '', argv.slice(1), {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', out, out],
    })
    child.unref()
    if (child.pid === undefined) throw new Error(`${argv[0]} could not be started`)
    return child.pid
  } finally {
    closeSync(out)
  }
}
