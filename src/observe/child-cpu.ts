import type { SessionSeen } from '../model/observation.ts'
import type { Team } from '../model/team.ts'
import type { Instant } from '../model/time.ts'
import type { ProcessRow } from '../system/process-row.ts'
import { readProcesses } from '../system/process-table.ts'
import { treeCpuTicks, treeOf } from '../system/process-tree.ts'

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100

/** CPU is sampled when a pane has been silent for this part of its stall time, and then this often at the most. */
const FROM_SHARE = 0.5
const EVERY_SHARE = 8
const EVERY_MAX_MS = 30_000

interface Sample {
  readonly ticks: number
  readonly monoMs: number
  readonly share: number | null
}

/** Remembers CPU samples, so that a share can be told: one number of ticks says nothing. */
export class ChildCpu {
  readonly #samples = new Map<number, Sample>()

  /** The last known share of a core that the children of `pid` used; null: not known. */
  share(pid: number): number | null {
    return this.#samples.get(pid)?.share ?? null
  }

  /** Samples the children of panes that are suspiciously silent; the process table is read only for those. */
  async sampleSilent(
    team: Team,
    sessions: Readonly<Record<string, SessionSeen>>,
    at: Instant,
  ): Promise<void> {
    const silent = team.agents.flatMap(({ name, watch, stallIdleMs }) => {
      const seen = sessions[name]
      if (watch !== 'heal+stall' || seen?.kind !== 'here' || seen.dead) return []
      const idleMs = at.wallMs - Math.max(seen.activityMs, seen.transcriptMs ?? 0)
      return idleMs >= stallIdleMs * FROM_SHARE ? [{ pid: seen.pane.pid, stallIdleMs }] : []
    })
    this.#keepOnly(new Set(silent.map(({ pid }) => pid)))
    const due = silent.filter(({ pid, stallIdleMs }) => {
      const everyMs = Math.min(EVERY_MAX_MS, stallIdleMs / EVERY_SHARE)
      return at.monoMs - (this.#samples.get(pid)?.monoMs ?? 0) >= everyMs
    })
    if (due.length === 0) return
    const table = await readProcesses()
    for (const { pid } of due) this.#sample(table, pid, at.monoMs)
  }

  #sample(table: readonly ProcessRow[], pid: number, monoMs: number): void {
    const ticks = treeCpuTicks(treeOf(table, pid).filter((row) => row.pid !== pid))
    const before = this.#samples.get(pid)
    const seconds = before ? (monoMs - before.monoMs) / 1000 : 0
    // A child that ended takes its ticks along: less than before means that something was going on.
    const share = before && seconds > 0 ? Math.abs(ticks - before.ticks) / TICKS_PER_SECOND / seconds : null
    this.#samples.set(pid, { ticks, monoMs, share })
  }

  /** The others are gone or draw again. */
  #keepOnly(pids: ReadonlySet<number>): void {
    for (const pid of this.#samples.keys()) if (!pids.has(pid)) this.#samples.delete(pid)
  }
}
