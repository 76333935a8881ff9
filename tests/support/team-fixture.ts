import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeEvent } from '../../src/model/describe.ts'
import type { Event, Fact } from '../../src/model/event.ts'
import { emptyMemory, type Member, type Memory, newMember } from '../../src/model/memory.ts'
import type { Ask } from '../../src/model/request.ts'
import { openForReading } from '../../src/store/database.ts'
import { fold } from '../../src/store/fold.ts'
import { readEvents } from '../../src/store/record.ts'
import { dropRequest } from '../../src/store/requests.ts'
import { shortHash } from '../../src/system/ids.ts'
import { GitSandbox } from './git-fixture.ts'
import { waitUntil } from './private-tmux.ts'
import { processesOf, sendSignal, type TeamProcess, tmuxServersOf } from './team-processes.ts'
import { uniqueServerName } from './tmux-fixture.ts'
import { Watchdog } from './watchdog-process.ts'

const DEADLINE_MS = 20_000
const RUNNER = fileURLToPath(new URL('run-watchdog.ts', import.meta.url))

/** Short clocks for tests; single keys are overridden with `config`. Values are TOML. */
const WATCHDOG: Readonly<Record<string, string>> = {
  session_prefix: '"t-"',
  signal_interval: '"1s"',
  heavy_interval: '"5s"',
  stall_idle: '"10m"',
  stall_grace: '"1s"',
  restart: '{ backoff = "200ms", max_backoff = "2s", burst = 5, within = "60s" }',
}

/** How the watchdog is started: options of Node, and another program than run-watchdog.ts. */
export interface LaunchOptions {
  readonly nodeOptions?: readonly string[]
  readonly runner?: string
}

/**
 * A team in a folder of its own, with a bare origin, private tmux servers, and the watchdog as a real child process.
 * `close` leaves nothing behind, whatever the test did to it.
 */
export class TeamFixture {
  readonly #git = new GitSandbox()
  /** Everything of the team is below it. */
  readonly folder = this.#git.folder
  readonly origin = this.#git.origin
  readonly file = join(this.folder, 'agents.toml')
  readonly stateDir = join(this.folder, '.agents')
  readonly teamId = shortHash(this.stateDir)
  /** Base name of the tmux servers; the first one is `<socket>-0`. */
  readonly socket = uniqueServerName()
  /** Who pushes in the name of people. */
  readonly person = this.#git.clone('person')
  readonly env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: this.folder,
    LANG: 'C.UTF-8',
    TMUX_TMPDIR: join(this.folder, 'sockets'),
  }
  /** Every event read so far, and what they add up to. */
  readonly #events: Event[] = []
  #memory = emptyMemory()
  readonly #children: ChildProcess[] = []

  constructor() {
    mkdirSync(join(this.folder, 'sockets'), { mode: 0o700 })
    this.person.write('README.md', '# A team in a test\n')
    this.person.say('Begin')
  }

  /** Writes agents.toml: `rest`, below a [watchdog] table of short clocks. */
  config(rest: string, watchdog: Readonly<Record<string, string>> = {}): void {
    const settings = { socket: `"${this.socket}"`, ...WATCHDOG, ...watchdog }
    const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`)
    this.write('agents.toml', `[watchdog]\n${lines.join('\n')}\n${rest}`)
  }

  /** Writes a file of the team; the name is relative to its folder. */
  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.folder, name)), { recursive: true })
    writeFileSync(join(this.folder, name), text)
  }

  read(name: string): string | null {
    return existsSync(join(this.folder, name)) ? readFileSync(join(this.folder, name), 'utf8') : null
  }

  /** Starts the watchdog and waits until it says so in the record. */
  async start(how: LaunchOptions = {}): Promise<Watchdog> {
    const watchdog = this.launch(how)
    const said = () =>
      this.facts('watchdog-started').some((fact) => fact.pid === watchdog.pid) || watchdog.ended !== null
    await waitUntil(() => `the watchdog starts; ${watchdog.output}`, said, DEADLINE_MS)
    if (watchdog.ended) throw new Error(`the watchdog ended at once: ${watchdog.output}`)
    return watchdog
  }

  /** Starts the watchdog and waits for nothing. */
  launch({ nodeOptions = [], runner = RUNNER }: LaunchOptions = {}): Watchdog {
    const child = spawn(process.execPath, [...nodeOptions, runner, this.file], {
      env: this.env,
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#children.push(child)
    return new Watchdog(child)
  }

  /** Every event of the record, oldest first. */
  events(): readonly Event[] {
    const database = openForReading(join(this.stateDir, 'state.db'))
    if (!database) return []
    try {
      for (const event of readEvents(database, { afterSeq: this.#memory.seq })) {
        this.#events.push(event)
        fold(this.#memory, event)
      }
    } catch (error) {
      // The watchdog has made the file and not its tables yet.
      if (!/no such table/.test(String(error))) throw error
    } finally {
      database.close()
    }
    return this.#events
  }

  /** What the events on disk add up to. */
  memory(): Memory {
    this.events()
    return this.#memory
  }

  member(name: string): Readonly<Member> {
    return this.memory().members[name] ?? newMember(name)
  }

  facts<W extends Fact['what']>(what: W): Extract<Fact, { what: W }>[] {
    return this.events().flatMap((event) =>
      event.type === 'fact' && event.fact.what === what ? [event.fact as Extract<Fact, { what: W }>] : [],
    )
  }

  /** The record as sentences, optionally only those that match. */
  sentences(pattern = /(?:)/): string[] {
    return this.events()
      .map((event) => `${event.seq} ${describeEvent(event)}`)
      .filter((line) => pattern.test(line))
  }

  /** Waits until `holds`; the error shows the end of the record. */
  async until(
    what: string,
    holds: () => boolean | Promise<boolean>,
    deadlineMs = DEADLINE_MS,
  ): Promise<void> {
    await waitUntil(
      () => `${what}; the record ends:\n${this.sentences().slice(-25).join('\n')}`,
      holds,
      deadlineMs,
    )
  }

  /** Waits until each of the members runs and has shown its input box. */
  async untilReady(names: readonly string[], deadlineMs = DEADLINE_MS): Promise<void> {
    const isReady = (name: string) => {
      const { run, readyMs } = this.member(name)
      return run === 'running' && readyMs !== null
    }
    await this.until(`${names.join(', ')} are ready`, () => names.every(isReady), deadlineMs)
  }

  /** Asks the watchdog for something, as a command would; the answer's id. */
  ask(ask: Ask): string {
    return dropRequest(this.stateDir, ask, Date.now())
  }

  /** What was submitted to a scripted agent, in order, over all its runs. */
  submittedTo(agent: string): string[] {
    return this.transcript(agent).flatMap(({ type, text }) => (type === 'user' ? [String(text)] : []))
  }

  /** Every record in a scripted agent's transcript. */
  transcript(agent: string): Record<string, unknown>[] {
    const lines = (this.read(`.agents/transcripts/${agent}.jsonl`) ?? '').split('\n')
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  /** Every living process that carries the team's mark; an agent's own process and all that it started. */
  processes(): TeamProcess[] {
    return processesOf(this.teamId)
  }

  /** Any tmux command on one of the team's servers, as a person might give it. */
  tmux(...args: string[]): string {
    return this.tmuxOn(`${this.socket}-0`, ...args)
  }

  tmuxOn(server: string, ...args: string[]): string {
    return execFileSync('tmux', ['-u', '-L', server, ...args], {
      env: this.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 10_000,
    }).trimEnd()
  }

  /** Pid of the first tmux server; 0: nobody answers. */
  serverPid(): number {
    try {
      return Number(this.tmux('display-message', '-p', '#{pid}'))
    } catch {
      return 0 // no server under that name
    }
  }

  /** Ends the watchdog, the servers, every process of the team, and removes the folder. */
  async close(): Promise<void> {
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGKILL')
    for (const pid of tmuxServersOf(this.socket)) {
      sendSignal(pid, 'SIGCONT')
      sendSignal(pid, 'SIGKILL')
    }
    const isClean = () => {
      const left = this.processes()
      for (const { pid } of left) sendSignal(pid, 'SIGKILL')
      return left.length === 0
    }
    await waitUntil(() => `nothing is left of the team: ${JSON.stringify(this.processes())}`, isClean)
    this.#git.remove()
  }
}
