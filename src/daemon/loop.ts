import type { World } from './world.ts'

/** Nudges come in flocks; a tick follows the last one by at least this much. */
const LEAST_GAP_MS = 20
/** Node fires a timer of more than 24.8 days at once; nothing here waits even a day. */
const LONGEST_MS = 3_600_000
/** A tick that fails is tried again after this long, however short the config's interval is. */
const AFTER_FAULT_MS = 5_000
const TICK_FAILED = 'a tick failed'

/** Runs ticks one after another: at once when nudged, else when the last tick said, until it is stopped. */
export class Loop {
  readonly #world: World
  readonly #tick: (world: World) => Promise<number>
  #wake: (() => void) | null = null
  #nudged = false
  #stopped = false

  constructor(world: World, tick: (world: World) => Promise<number>) {
    this.#world = world
    this.#tick = tick
  }

  /** Something may have changed: look now. */
  nudge(): void {
    this.#nudged = true
    this.#wake?.()
  }

  /** No tick begins any more. */
  stop(): void {
    this.#stopped = true
    this.#wake?.()
  }

  /** Ticks until stopped, or until `isOver` says so after a tick. */
  async run(isOver: () => boolean): Promise<void> {
    while (!this.#stopped) {
      this.#nudged = false
      const nextMs = await this.#tickOnce()
      if (isOver()) return
      if (!this.#stopped) await this.#sleep(Math.min(nextMs, LONGEST_MS))
    }
  }

  /** A fault in one tick is logged and told; the next tick comes all the same, and a good one ends the trouble. */
  async #tickOnce(): Promise<number> {
    const { log, troubles } = this.#world
    try {
      const nextMs = await this.#tick(this.#world)
      troubles.delete(TICK_FAILED)
      return nextMs
    } catch (error) {
      log.error({ err: error }, TICK_FAILED)
      troubles.set(TICK_FAILED, error instanceof Error ? error.message : String(error))
      return AFTER_FAULT_MS
    }
  }

  async #sleep(ms: number): Promise<void> {
    await this.#wait(LEAST_GAP_MS, false)
    if (!this.#nudged) await this.#wait(Math.max(0, ms - LEAST_GAP_MS), true)
  }

  #wait(ms: number, interruptible: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      if (interruptible) {
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (this.#nudged || this.#stopped) this.#wake()
      }
    })
  }
}
