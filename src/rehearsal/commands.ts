import { spawn } from 'node:child_process'

/** What came of a command; `exitCode` null: killed by a signal, or it could not be started. */
export interface CommandResult {
  readonly exitCode: number | null
  /** Standard output and error as they came, the last 64 KiB. */
  readonly output: string
  readonly durationMs: number
}

const KEPT_CHARS = 65_536

/**
 * Runs an argument list, without a shell and without input. A command that cannot be started is a result, too; only an aborted
 * signal throws. The child stays in the agent's session, so that it goes when the pane does.
 */
export function runCommand(
  argv: readonly string[],
  options: { readonly cwd: string; readonly signal: AbortSignal; readonly env?: NodeJS.ProcessEnv },
): Promise<CommandResult> {
  const startedMs = performance.now()
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    let output = ''
    const finish = (exitCode: number | null) =>
      resolve({ exitCode, output, durationMs: Math.round(performance.now() - startedMs) })
    const keep = (chunk: string) => {
      output = (output + chunk).slice(-KEPT_CHARS)
    }
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('close', finish)
    child.on('error', (error) => {
      if (options.signal.aborted) return reject(error)
      keep(error.message)
      finish(null)
    })
  })
}

/** Starts `sleep` as a grandchild, in a session of its own, and returns its pid. */
export function leaveGrandchild(seconds: number): Promise<number> {
  const script = 'sleep "$1" & echo $!; wait'
  const child = spawn('sh', ['-c', script, 'sh', String(seconds)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.unref()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.stdout.setEncoding('utf8').once('data', (line: string) => {
      child.stdout.destroy()
      resolve(Number(line))
    })
  })
}
