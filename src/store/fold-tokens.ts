import { newestClaim, type PhaseStretch, stretchUnderWay } from '../model/ledger.ts'
import type { Memory } from '../model/memory.ts'

/** Stretches kept when nobody records them (log_tokens = false). */
const STRETCHES_KEPT = 20

/** A phase begins: the one before it ends, and work on what is not claimed yet begins. */
export function beginStretch(memory: Memory, phase: string, atMs: number): void {
  endStretch(memory, atMs)
  const stretch = { phase, startedMs: atMs, endedMs: null, windows: [], failedMs: null }
  memory.stretches = [...memory.stretches, openNext(memory, stretch, atMs)].slice(-STRETCHES_KEPT)
}

/** The phase ends: what was done since the last claim and was never claimed belongs to that claim. */
export function endStretch(memory: Memory, atMs: number): void {
  const stretch = stretchUnderWay(memory.stretches)
  if (!stretch) return
  // The clock may have been set back since.
  const endedMs = Math.max(atMs, ...stretch.windows.map((window) => window.startedMs))
  const label = newestClaim(stretch)?.label ?? null
  const windows = stretch.windows.map((window) => ({
    ...window,
    label: window.label ?? label,
    endedMs: window.endedMs ?? endedMs,
  }))
  replaceLast(memory, { ...stretch, endedMs, windows })
}

/** A claim was pushed. The same label again is the same gate; another one ends the gate before it. */
export function claimWindow(memory: Memory, label: string, committedMs: number, seenMs: number): void {
  const stretch = stretchUnderWay(memory.stretches)
  if (!stretch || newestClaim(stretch)?.label === label) return
  const earliestMs = newestClaim(stretch)?.claimedMs ?? stretch.startedMs
  // The committer's clock may be wrong, ours saw the push.
  const atMs = Math.max(earliestMs, Math.min(committedMs, seenMs))
  const windows = stretch.windows.map((window) => {
    if (window.claimedMs === null) return { ...window, label, claimedMs: atMs }
    return { ...window, endedMs: window.endedMs ?? atMs }
  })
  replaceLast(memory, openNext(memory, { ...stretch, windows }, atMs))
}

/** Windows stand in the token log. A phase that is recorded whole is forgotten. */
export function recordWindows(memory: Memory, ids: readonly number[]): void {
  memory.stretches = memory.stretches
    .map((stretch) => ({
      ...stretch,
      failedMs: null,
      windows: stretch.windows.map((window) =>
        ids.includes(window.id) ? { ...window, recorded: true } : window,
      ),
    }))
    .filter(({ endedMs, windows }) => endedMs === null || windows.some((window) => !window.recorded))
}

/** Windows could not be recorded; they are tried again later. */
export function failWindows(memory: Memory, ids: readonly number[], atMs: number): void {
  memory.stretches = memory.stretches.map((stretch) =>
    stretch.windows.some(({ id }) => ids.includes(id)) ? { ...stretch, failedMs: atMs } : stretch,
  )
}

function openNext(memory: Memory, stretch: PhaseStretch, startedMs: number): PhaseStretch {
  const next = {
    ...{ id: memory.nextWindow, phase: stretch.phase, label: null, startedMs },
    ...{ claimedMs: null, endedMs: null, recorded: false },
  }
  memory.nextWindow += 1
  return { ...stretch, windows: [...stretch.windows, next] }
}

function replaceLast(memory: Memory, stretch: PhaseStretch): void {
  memory.stretches = [...memory.stretches.slice(0, -1), stretch]
}
