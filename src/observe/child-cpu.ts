import type { ProcessRow } from '../system/process-row.ts'
import { treeCpuTicks, treeOf } from '../system/process-tree.ts'

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100

interface Sample {
  readonly ticks: number
  readonly monoMs: number
  readonly share: number | null
}

/** Remembers CPU samples, so that a share can be told: one number of ticks says nothing. */
export class ChildCpu {
  readonly #samples = new Map<number, Sample>()

  /** When pane `pid` was last sampled, ms of the monotonic clock; null: never. */
  sampledMs(pid: number): number | null {
    return this.#samples.get(pid)?.monoMs ?? null
  }

  /** The last known share of a core that the children of `pid` used; null: not known. */
  share(pid: number): number | null {
    return this.#samples.get(pid)?.share ?? null
  }

  /** Takes a sample of the processes below `pid`. */
  sample(table: readonly ProcessRow[], pid: number, monoMs: number): void {
    const ticks = treeCpuTicks(treeOf(table, pid).filter((row) => row.pid !== pid))
    const before = this.#samples.get(pid)
    const seconds = before ? (monoMs - before.monoMs) / 1000 : 0
    // A child that ended takes its ticks along: less than before means that something was going on.
    const share = before && seconds > 0 ? Math.abs(ticks - before.ticks) / TICKS_PER_SECOND / seconds : null
    this.#samples.set(pid, { ticks, monoMs, share })
  }

  /** Forgets every pane but these: the others are gone or draw again. */
  keepOnly(pids: ReadonlySet<number>): void {
    for (const pid of this.#samples.keys()) if (!pids.has(pid)) this.#samples.delete(pid)
  }
}
