import type { ChildProcess } from 'node:child_process'
import { waitUntil } from './private-tmux.ts'

const DEADLINE_MS = 20_000

/** A watchdog that was started as a child process. */
export class Watchdog {
  readonly #child: ChildProcess
  readonly pid: number
  /** What it printed. */
  output = ''
  ended: { code: number | null; signal: string | null } | null = null

  constructor(child: ChildProcess) {
    this.#child = child
    this.pid = child.pid ?? 0
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
      })
    }
    child.once('exit', (code, signal) => {
      this.ended = { code, signal }
    })
  }

  /** Sends a signal and waits until the process is gone. */
  async end(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal)
    await this.waitForEnd()
  }

  /** Waits until it ended; its exit code. */
  async waitForEnd(deadlineMs = DEADLINE_MS): Promise<number | null> {
    await waitUntil(
      () => `the watchdog ends; ${this.output}`,
      () => this.ended !== null,
      deadlineMs,
    )
    return this.ended?.code ?? null
  }
}
