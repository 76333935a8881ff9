import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)
const DEADLINE_MS = 10_000
const POLL_MS = 25

export interface PaneOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly columns?: number
  readonly rows?: number
}

/** A tmux server of a test's own: own socket folder, no configuration file, a clean environment. Call `stop` in the end. */
export class PrivateTmux {
  private made: string | null = null

  /** Holds the socket, and is the home folder in panes; made at first use, gone after `stop`. */
  get folder(): string {
    this.made ??= mkdtempSync(join(tmpdir(), 'agents-tmux-'))
    return this.made
  }

  /** Runs one tmux command and returns what it prints; rejects when it fails. */
  async tmux(...args: string[]): Promise<string> {
    const { stdout } = await run('tmux', this.argv(args), { env: this.env() })
    return stdout
  }

  /** Starts a program in a session and window of its own; the pane stays when the program ends. */
  async open(argv: readonly string[], options: PaneOptions = {}): Promise<TestPane> {
    const { cwd = this.folder, columns = 200, rows = 50 } = options
    const env = Object.entries(options.env ?? {}).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    const size = ['-x', String(columns), '-y', String(rows)]
    await this.tmux(
      'start-server',
      ';',
      'set',
      '-g',
      'exit-empty',
      'off',
      ';',
      'set',
      '-gw',
      'remain-on-exit',
      'on',
    )
    const id = await this.tmux(
      'new-session',
      '-dP',
      '-F',
      '#{pane_id}',
      ...size,
      '-c',
      cwd,
      ...env,
      '--',
      ...argv,
    )
    const pane = new TestPane(this, id.trim())
    await pane.resize(columns, rows)
    return pane
  }

  /** tmux with this text on its standard input. */
  async feed(text: string, ...args: string[]): Promise<void> {
    const child = spawn('tmux', this.argv(args), { env: this.env(), stdio: ['pipe', 'ignore', 'inherit'] })
    child.stdin.end(text)
    const code = await new Promise((resolve) => child.on('close', resolve))
    if (code !== 0) throw new Error(`tmux ${args.join(' ')} exited ${code}`)
  }

  /** Ends the server with every pane, waits until it is gone, removes the socket. */
  async stop(): Promise<void> {
    if (!this.made) return
    const pid = Number(await this.tmux('display-message', '-p', '#{pid}').catch(() => 0))
    if (pid > 0) {
      await this.tmux('kill-server').catch(() => process.kill(pid, 'SIGKILL'))
      await waitUntil('the tmux server has ended', () => !isAlive(pid))
    }
    rmSync(this.made, { recursive: true, force: true })
    this.made = null
  }

  private env(): Record<string, string> {
    return { PATH: process.env.PATH ?? '', HOME: this.folder, LANG: 'C.UTF-8', TERM: 'xterm-256color' }
  }

  private argv(args: readonly string[]): string[] {
    return ['-u', '-f', '/dev/null', '-S', join(this.folder, 'socket'), ...args]
  }
}

/** One program on a private server, and what a person at its terminal could do. */
export class TestPane {
  readonly id: string
  private readonly server: PrivateTmux

  constructor(server: PrivateTmux, id: string) {
    this.server = server
    this.id = id
  }

  /** The visible screen, without spaces at the ends of rows and blank rows below. */
  async screen(): Promise<string> {
    return (await this.server.tmux('capture-pane', '-p', '-t', this.id)).trimEnd()
  }

  /** The screen with the history above it, wrapped rows joined. */
  async history(): Promise<string> {
    return (await this.server.tmux('capture-pane', '-pJ', '-S', '-', '-t', this.id)).trimEnd()
  }

  /** Waits until the screen holds the text, and returns the screen; the error shows the last one. */
  async waitFor(wanted: string | RegExp, deadlineMs = DEADLINE_MS): Promise<string> {
    let screen = ''
    const found = async () => {
      screen = await this.screen()
      return typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen)
    }
    await waitUntil(() => `the screen shows ${wanted}; it shows:\n${screen}`, found, deadlineMs)
    return screen
  }

  /** A tmux format of this pane, such as `#{pane_pid}`. */
  async ask(format: string): Promise<string> {
    return (await this.server.tmux('display-message', '-p', '-t', this.id, format)).trimEnd()
  }

  /** Waits until the program has ended; returns its exit code, or null when a signal ended it. */
  async waitForEnd(deadlineMs = DEADLINE_MS): Promise<number | null> {
    let status = { dead: '', code: '', signal: '', server: '' }
    const hasEnded = async () => {
      const format = '#{pane_dead},#{pane_dead_status},#{pane_dead_signal},#{pid}'
      const [dead = '', code = '', signal = '', server = ''] = (await this.ask(format)).split(',')
      status = { dead, code, signal, server }
      // Debian's tmux 3.3a now and then misses a child's end: this makes it look again.
      if (dead === '1' && !code && !signal) process.kill(Number(server), 'SIGCHLD')
      return dead === '1' && Boolean(code || signal)
    }
    await waitUntil(() => `the program has ended: ${JSON.stringify(status)}`, hasEnded, deadlineMs)
    return status.signal ? null : Number(status.code)
  }

  /** Bracketed paste, if the program has asked for it. */
  async paste(text: string): Promise<void> {
    const buffer = `for-${this.id}`
    await this.server.feed(text, 'load-buffer', '-b', buffer, '-')
    await this.server.tmux('paste-buffer', '-dp', '-b', buffer, '-t', this.id)
  }

  /** Characters one by one, as typed. */
  async type(text: string): Promise<void> {
    await this.server.tmux('send-keys', '-l', '-t', this.id, '--', text)
  }

  /** Keys by their tmux names: `Enter`, `Escape`, `C-u`, `Up`. */
  async press(...keys: string[]): Promise<void> {
    await this.server.tmux('send-keys', '-t', this.id, '--', ...keys)
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.server.tmux('resize-window', '-t', this.id, '-x', String(columns), '-y', String(rows))
  }
}

/** Polls until the condition holds; rejects after the deadline, saying what was waited for. */
export async function waitUntil(
  what: string | (() => string),
  holds: () => boolean | Promise<boolean>,
  deadlineMs = DEADLINE_MS,
): Promise<void> {
  const endMs = performance.now() + deadlineMs
  while (!(await holds())) {
    if (performance.now() > endMs) {
      throw new Error(`not within ${deadlineMs} ms: ${typeof what === 'string' ? what : what()}`)
    }
    await sleep(POLL_MS)
  }
}

/** Whether a process is there; one that ended and was not reaped yet still is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false // ESRCH: there is no such process
  }
}
