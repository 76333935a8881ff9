import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Collector } from './collector.ts'

/** How to run a program. The environment is the whole environment: nothing of ours is inherited. */
export interface RunOptions {
  readonly env: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Text for its standard input; without it the input is empty. */
  readonly stdin?: string
  /** After this the whole process group gets TERM, and KILL half a second later. */
  readonly deadlineMs: number
  /** Of each of stdout and stderr; what comes after is read and thrown away. Default 16 MiB. */
  readonly maxOutputBytes?: number
}

/** What became of it. Never an exception: a program that cannot be started is an answer too. */
export interface RunResult {
  /** Exit code; null when a signal ended it or it never began. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  /** Its standard error; the reason in words when it never began. */
  readonly stderr: string
  readonly timedOut: boolean
  readonly truncated: boolean
  /** The program itself was not found. */
  readonly missing: boolean
}

export type Run = (argv: readonly string[], options: RunOptions) => Promise<RunResult>

const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024
/** Time between TERM and KILL: enough to delete a lock file, short enough for a tick. */
const KILL_AFTER_MS = 500
/** A grandchild may hold our pipes open after the program's own end; its output is not waited for any longer. */
const DRAIN_MS = 500

/**
 * Runs one program to its end: argument list, no shell, its own session and process group, a deadline, capped output.
 * Resolves when the program is reaped; nothing of its group is left after a deadline.
 */
export const run: Run = (argv, options) =>
  new Promise((resolve) => {
    const child = begin(argv, options)
    if (child instanceof Error) resolve(neverBegan(child, options))
    else watch(child, options, resolve)
  })

function begin(argv: readonly string[], options: RunOptions): ChildProcess | Error {
  try {
    return spawn(argv[0] ?? '', argv.slice(1), {
      env: options.env,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      detached: true,
      stdio: 'pipe',
      windowsHide: true,
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function watch(child: ChildProcess, options: RunOptions, resolve: (result: RunResult) => void): void {
  const max = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES
  const stdout = new Collector(child.stdout, max)
  const stderr = new Collector(child.stderr, max)
  const timers: NodeJS.Timeout[] = []
  let timedOut = false
  const after = (ms: number, deed: () => void) => timers.push(setTimeout(deed, ms))
  const kill = (signal: NodeJS.Signals) => signalGroup(child.pid, signal)

  const finish = (code: number | null, signal: NodeJS.Signals | null) => {
    for (const timer of timers) clearTimeout(timer)
    if (timedOut) kill('SIGKILL')
    const truncated = stdout.truncated || stderr.truncated
    resolve({
      code,
      signal,
      stdout: stdout.text(),
      stderr: stderr.text(),
      timedOut,
      truncated,
      missing: false,
    })
  }

  after(options.deadlineMs, () => {
    timedOut = true
    kill('SIGTERM')
    after(KILL_AFTER_MS, () => kill('SIGKILL'))
  })
  child.once('error', (error) => {
    for (const timer of timers) clearTimeout(timer)
    resolve(neverBegan(error, options))
  })
  child.once('exit', () => after(DRAIN_MS, () => hangUp(child)))
  child.once('close', finish)
  feed(child, options.stdin ?? '')
}

/** A program may end before it has read its input; its exit code tells that, the broken pipe need not. */
function feed(child: ChildProcess, text: string): void {
  child.stdin?.on('error', () => child.stdin?.destroy())
  child.stdin?.end(text)
}

function hangUp(child: ChildProcess): void {
  child.stdout?.destroy()
  child.stderr?.destroy()
}

/** Signals a whole process group. A group that is already gone is what was wanted. */
function signalGroup(leader: number | undefined, signal: NodeJS.Signals): boolean {
  if (leader === undefined) return false
  try {
    return process.kill(-leader, signal)
  } catch {
    return false
  }
}

function neverBegan(error: NodeJS.ErrnoException, options: RunOptions): RunResult {
  const folderIsMissing = options.cwd !== undefined && !existsSync(options.cwd)
  return {
    code: null,
    signal: null,
    stdout: '',
    stderr: folderIsMissing ? `no such folder: ${options.cwd}` : error.message,
    timedOut: false,
    truncated: false,
    missing: error.code === 'ENOENT' && !folderIsMissing,
  }
}
