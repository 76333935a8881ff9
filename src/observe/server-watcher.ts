import { profileOf } from '../backends/list.ts'
import { readScreen } from '../backends/read-screen.ts'
import type { ProcessIdentity } from '../model/identity.ts'
import { isAgent, programOf } from '../model/lookup.ts'
import type { Memory } from '../model/memory.ts'
import { isSettled } from '../model/message.ts'
import { BLANK_SCREEN, type ScreenReading, type ServerSeen } from '../model/observation.ts'
import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import { patternsOf } from '../system/pattern.ts'
import { readProcess } from '../system/process-table.ts'
import type { TmuxDoor } from '../system/tmux.ts'
import type { Capture } from '../system/tmux-captures.ts'
import type { Look, LookUp } from '../system/tmux-look.ts'
import type { PaneRow } from '../system/tmux-rows.ts'

type Ask = Parameters<TmuxDoor['look']>[1]

/** Looks at one tmux server, one process a tick, and keeps what did not change since. */
export class ServerWatcher {
  readonly #tmux: TmuxDoor
  readonly #name: string
  #identity: ProcessIdentity | null = null
  /** The server's second of the last look; what drew since then is captured. */
  #sinceSec: number | null = null
  /** When everything was last asked for, ms of the monotonic clock. */
  #fullMs = Number.NEGATIVE_INFINITY
  readonly #rows = new Map<string, PaneRow>()
  readonly #screens = new Map<string, ScreenReading>()
  readonly #startTicks = new Map<string, number>()

  constructor(tmux: TmuxDoor, name: string) {
    this.#tmux = tmux
    this.#name = name
  }

  /** Which process the server was at the last look that it answered; null: none did. */
  get identity(): ProcessIdentity | null {
    return this.#identity
  }

  /** Every pane of the last look, people's own too. */
  rows(): PaneRow[] {
    return [...this.#rows.values()]
  }

  /** What the pane showed when it last drew. */
  screen(paneId: string): ScreenReading {
    return this.#screens.get(paneId) ?? BLANK_SCREEN
  }

  /** Start time of a pane's program, in clock ticks; 0: it is gone, and was never read before. */
  async startTicks(row: PaneRow): Promise<number> {
    const known = this.#startTicks.get(row.paneId)
    if (known !== undefined) return known
    const ticks = (await readProcess(row.panePid))?.startTicks ?? 0
    if (ticks > 0) this.#startTicks.set(row.paneId, ticks)
    return ticks
  }

  /** One look. Never throws: a server that gives no answer is `unknown`, and what is kept stays as it was. */
  async look(team: Team, memory: Memory, at: Instant): Promise<ServerSeen> {
    const ask = this.#ask(team, memory, at)
    // After a start of the watchdog the record alone knows which process the server is.
    const known = this.#identity ?? recordedServer(memory, this.#name, at.bootId)
    const first = await this.#tmux.look(this.#name, ask, known)
    const seen = known && isSocketGone(first) ? await this.#revive(known, first, ask) : first
    if (seen.kind === 'unknown') return { kind: 'unknown', why: `${seen.why}: ${seen.detail}`.slice(0, 200) }
    if (seen.kind === 'gone') {
      this.#forget()
      return { kind: 'gone' }
    }
    this.#keep(await this.#withStatus(seen), team, at)
    return { kind: 'up', ...seen.server }
  }

  /** The slow sweep asks for everything, so that nothing stays unseen for longer than that. */
  #ask(team: Team, memory: Memory, at: Instant): Ask {
    const { sinceSec } = { sinceSec: this.#sinceSec }
    if (at.monoMs - this.#fullMs >= team.watchdog.heavyIntervalMs)
      return { sinceSec, rows: 'all', capture: 'all' }
    // Copy mode and attached people leave no activity: with texts on the way every row is asked for.
    const texts = Object.values(memory.messages).some((message) => !isSettled(message))
    return { sinceSec, rows: texts ? 'all' : 'changed', capture: 'dirty' }
  }

  /** The socket file was swept away, the server lives: it is asked to make it anew. */
  async #revive(known: ProcessIdentity, seen: Look, ask: Ask): Promise<Look> {
    const back = await this.#tmux.reviveSocket({ name: this.#name, socketPath: '', ...known })
    return back ? this.#tmux.look(this.#name, ask, known) : seen
  }

  /** A death whose status tmux has not heard of yet is asked for once more; without it, `exit 0` looks like a crash. */
  async #withStatus(seen: LookUp): Promise<LookUp> {
    const isMute = (row: PaneRow) => row.dead && row.deadStatus === null && row.deadSignal === null
    if (!seen.panes.some(isMute)) return seen
    await this.#tmux.collectDead(seen.server)
    const ask: Ask = { sinceSec: seen.atSec, rows: 'changed', capture: 'none' }
    const again = await this.#tmux.look(this.#name, ask, seen.server)
    const told = again.kind === 'up' ? again.panes.filter((row) => row.dead) : []
    return { ...seen, panes: [...seen.panes, ...told] }
  }

  #keep(seen: LookUp, team: Team, at: Instant): void {
    const isSame =
      this.#identity?.pid === seen.server.pid && this.#identity.startTicks === seen.server.startTicks
    if (!isSame) this.#forget()
    this.#identity = seen.server
    this.#sinceSec = seen.atSec
    if (seen.full) this.#fullMs = at.monoMs
    for (const row of seen.panes) this.#rows.set(row.paneId, row)
    const here = new Set(seen.paneIds)
    for (const map of [this.#rows, this.#screens, this.#startTicks]) {
      for (const id of map.keys()) if (!here.has(id)) map.delete(id)
    }
    for (const capture of seen.captures) this.#read(capture, team, at)
  }

  #read(capture: Capture, team: Team, at: Instant): void {
    const row = this.#rows.get(capture.paneId)
    const name = row?.session.slice(team.watchdog.sessionPrefix.length) ?? ''
    const agent = programOf(team, name)
    if (!row || !agent || !isAgent(agent)) return
    const lines = [...capture.above, ...capture.screen]
    // Times without a date count from when they were drawn, not from when a watchdog first came by.
    const drawnMs = Math.min(at.wallMs, row.activitySec * 1000)
    this.#screens.set(
      capture.paneId,
      readScreen(
        profileOf(agent),
        { ...patternsOf(agent.backend), onLimit: agent.backend.onLimit },
        lines,
        drawnMs,
      ),
    )
  }

  #forget(): void {
    this.#identity = null
    this.#sinceSec = null
    this.#fullMs = Number.NEGATIVE_INFINITY
    for (const map of [this.#rows, this.#screens, this.#startTicks]) map.clear()
  }
}

function isSocketGone(seen: Look): boolean {
  return seen.kind === 'unknown' && seen.why === 'socket-missing'
}

/** The process that the record holds for a server of this boot; null: none. */
function recordedServer(memory: Memory, name: string, bootId: string): ProcessIdentity | null {
  const panes = Object.values(memory.members).flatMap(({ pane }) => pane ?? [])
  const here = panes.filter((pane) => pane.server === name && pane.bootId === bootId)
  const newest = here.toSorted((a, b) => a.serverStartTicks - b.serverStartTicks).at(-1)
  return newest ? { pid: newest.serverPid, startTicks: newest.serverStartTicks } : null
}
